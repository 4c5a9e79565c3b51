// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";

/// @dev seal 152 | settled 64 | seq 40, from the highest bit: all that a claim reads and writes in the vault.
type Books is uint256;

using BooksWord for Books global;

/// @title BooksWord: counters and seal in one slot
/// @dev The compiler writes the members of a struct one by one, which costs a claim 500 gas.
library BooksWord {
    uint256 private constant SEAL_SHIFT = 104;
    uint256 private constant SETTLED_SHIFT = 40;

    /// @notice The books of a new vault; no root and key have this seal.
    function open() internal pure returns (Books) {
        return Books.wrap(type(uint256).max << SEAL_SHIFT);
    }

    function settled(Books books) internal pure returns (uint64) {
        return uint64(Books.unwrap(books) >> SETTLED_SHIFT);
    }

    function seq(Books books) internal pure returns (uint40) {
        return uint40(Books.unwrap(books));
    }

    function isSealedBy(Books books, bytes32 root, bytes12 key) internal pure returns (bool) {
        return (Books.unwrap(books) ^ _seal(root, key)) >> SEAL_SHIFT == 0;
    }

    function sealedBy(Books books, bytes32 root, bytes12 key) internal pure returns (Books) {
        uint256 counters = Books.unwrap(books) & ((1 << SEAL_SHIFT) - 1);
        return Books.wrap(_seal(root, key) | counters);
    }

    /// @notice With the numbers of `events` more events; 2^40 of them cannot be paid for.
    function plusEvents(Books books, uint256 events) internal pure returns (Books) {
        unchecked {
            return Books.wrap(Books.unwrap(books) + events);
        }
    }

    /// @notice With `amount` more settled, which never exceeds what the root declares, and the numbers of `events` more events.
    /// @param amount a sum of at most 2^32 amounts of 64 bits
    function paid(Books books, uint256 amount, uint256 events, uint64 total) internal pure returns (Books) {
        // Safety: 64 bits and 96 bits fit into 256; no more is stored than `total`; 2^40 events cannot be paid for.
        unchecked {
            uint256 sum = settled(books) + amount;
            if (sum > total) revert IPayoutVault.PayoutVaultOverTotal(sum, total);
            return Books.wrap(Books.unwrap(books) + (amount << SETTLED_SHIFT) + events);
        }
    }

    function _seal(bytes32 root, bytes12 key) private pure returns (uint256) {
        return uint256(Hashes.efficientKeccak256(root, key)) << SEAL_SHIFT;
    }
}
