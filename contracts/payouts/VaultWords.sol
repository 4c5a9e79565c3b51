// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";

/// @dev seal 152 | settled 64 | seq 40, from the highest bit: all that a claim reads and writes in the vault.
type Books is uint256;

/// @dev proposer 160 | period 32 | endsAt 64. Nothing is in review when `endsAt` is 0 (rejected) or the period was accepted; the
/// rest stays as it was then, because a slot that is never zero is cheaper to write the next time.
type Review is uint256;

/// @dev key 96 | 95 unused, 1 that is always set | creditsPaid 64.
type Acceptance is uint256;

using BooksWord for Books global;
using ReviewWord for Review global;
using AcceptanceWord for Acceptance global;

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

/// @title ReviewWord: who proposed what until when
library ReviewWord {
    function begin(address proposer_, uint32 period_, uint64 endsAt_) internal pure returns (Review) {
        return Review.wrap((uint256(uint160(proposer_)) << 96) | (uint256(period_) << 64) | endsAt_);
    }

    function proposer(Review review) internal pure returns (address) {
        return address(uint160(Review.unwrap(review) >> 96));
    }

    function period(Review review) internal pure returns (uint32) {
        return uint32(Review.unwrap(review) >> 64);
    }

    function endsAt(Review review) internal pure returns (uint64) {
        return uint64(Review.unwrap(review));
    }

    function isOpen(Review review, Acceptance acceptance) internal pure returns (bool) {
        return endsAt(review) != 0 && period(review) > AcceptanceWord.periodOf(acceptance.key());
    }

    function ended(Review review) internal pure returns (Review) {
        return Review.wrap((Review.unwrap(review) >> 64) << 64);
    }
}

/// @title AcceptanceWord: the key of the root in force, and the credits that were paid
library AcceptanceWord {
    uint256 private constant ALWAYS = 1 << 64;

    /// @notice Before any root is accepted.
    function none() internal pure returns (Acceptance) {
        return Acceptance.wrap(ALWAYS);
    }

    function key(Acceptance acceptance) internal pure returns (bytes12) {
        return bytes12(bytes32(Acceptance.unwrap(acceptance)));
    }

    function creditsPaid(Acceptance acceptance) internal pure returns (uint64) {
        return uint64(Acceptance.unwrap(acceptance));
    }

    /// @notice The same credits under the key that a new root gets.
    function withKey(Acceptance acceptance, uint32 leafCount_, uint32 period_, uint32 salt) internal pure returns (Acceptance) {
        uint256 word = (uint256(leafCount_) << 224) | (uint256(period_) << 192) | (uint256(salt) << 160);
        return Acceptance.wrap(word | ALWAYS | creditsPaid(acceptance));
    }

    function withCreditPaid(Acceptance acceptance, uint64 amount) internal pure returns (Acceptance) {
        uint64 paid = creditsPaid(acceptance) + amount;
        return Acceptance.wrap((Acceptance.unwrap(acceptance) & ~uint256(type(uint64).max)) | paid);
    }

    function leafCountOf(bytes12 key_) internal pure returns (uint32) {
        return uint32(bytes4(key_));
    }

    function periodOf(bytes12 key_) internal pure returns (uint32) {
        return uint32(bytes4(key_ << 32));
    }
}
