// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {VolumeEntries} from "./VolumeEntries.sol";

/// @title SaleEntries: packs a sale and the instant credits it made
/// @dev The layout stands in `IVolumeLedger`. A level that nobody took, or whose share is less than one unit, has no entry.
library SaleEntries {
    uint256 private constant SHORT = 20;
    uint256 private constant LONG = 24;
    uint8 private constant CUSTOMER_SALE = 2;
    uint256 private constant INSTANT_SETTLED = 5;
    uint256 private constant LEVELS = 10;

    /// @param credits for each level memberId << 64 | amount
    /// @return entries the sale, then the credits in the order of their levels
    /// @return count number of entries
    /// @return instant what was credited in all
    /// @return root Merkle root over the hashes of the entries
    function build(
        IVolumeLedger.Sale calldata sale,
        uint256[10] memory credits
    ) internal pure returns (bytes memory entries, uint256 count, uint256 instant, bytes32 root) {
        uint256 leaves = VolumeEntries.allocate(LEVELS + 1);
        entries = new bytes(LONG + LEVELS * SHORT);
        uint256 order = sale.orderRef;
        uint256 length = sale.kind == CUSTOMER_SALE ? LONG : SHORT;
        uint256 word = (uint256(sale.kind) << 152) | (uint256(sale.memberId) << 120) | (uint256(sale.pv) << 88);
        word |= (uint256(sale.cv) << 48) | order;
        uint256 pointer;
        assembly ("memory-safe") {
            pointer := add(entries, 0x20)
        }
        _put(pointer, (word << 96) | (uint256(sale.customer) << 64), length, leaves);
        pointer += length;
        count = 1;
        // Safety: ten levels of 64 bits; a credit is a share of a volume of 40 bits.
        unchecked {
            for (uint256 level = 1; level <= LEVELS; level++) {
                uint256 credit = credits[level - 1];
                uint256 amount = uint64(credit);
                if (amount == 0) continue;
                instant += amount;
                word = (INSTANT_SETTLED << 152) | ((credit >> 64) << 120) | (level << 88) | (amount << 48) | order;
                _put(pointer, word << 96, SHORT, leaves + (count++ << 5));
                pointer += SHORT;
            }
        }
        root = VolumeEntries.fold(leaves, count);
        // Assembly shortens what was reserved for ten levels to what was written.
        assembly ("memory-safe") {
            mstore(entries, sub(pointer, add(entries, 0x20)))
        }
    }

    /// @dev Writes an entry to `pointer` and its hash to `leaf`.
    /// @param word begins with the entry; what follows in it is overwritten or cut off later
    function _put(uint256 pointer, uint256 word, uint256 length, uint256 leaf) private pure {
        assembly ("memory-safe") {
            mstore(pointer, word)
            mstore(leaf, keccak256(pointer, length))
        }
    }
}
