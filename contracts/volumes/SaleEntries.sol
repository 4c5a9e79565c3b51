// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {VolumeEntries} from "./VolumeEntries.sol";

/// @title SaleEntries: packs a sale and the instant credits it made
/// @dev The layout stands in `IVolumeLedger`. A level that nobody took, or whose share is less than one unit, has no entry.
/// Assembly because every order pays for it: half of what the compiler makes of the same (`npm run bench:contracts`).
library SaleEntries {
    uint8 private constant CUSTOMER_SALE = 2;
    /// @dev The encoded event: six words, the length of the entries, and at most 24 + 10 × 20 bytes of them.
    uint256 private constant TOLD_WORDS = 15;
    uint256 private constant MOST_ENTRIES = 11;
    uint256 private constant ENTRIES_AT = 0xe0;

    /// @dev What is known of an event before it is sent. `place` is where it lies in memory, `size` the bytes of its entries.
    struct Told {
        uint256 place;
        uint256 size;
        uint256 count;
        uint256 instant;
        bytes32 root;
    }

    /// @notice Writes the sale, then the credits in the order of their levels, to where the event has them.
    /// @param credits for each level memberId << 64 | amount
    function write(IVolumeLedger.Sale calldata sale, uint256[10] memory credits) internal pure returns (Told memory told) {
        uint256 place = VolumeEntries.allocate(TOLD_WORDS);
        uint256 leaves = VolumeEntries.allocate(MOST_ENTRIES);
        uint256 order = uint256(sale.orderRef) << 96;
        uint256 word = (uint256(sale.kind) << 248) | (uint256(sale.memberId) << 216) | (uint256(sale.pv) << 184);
        word |= (uint256(sale.cv) << 144) | order | (uint256(sale.customer) << 64);
        uint256 length = sale.kind == CUSTOMER_SALE ? 24 : 20;
        uint256 size;
        uint256 count;
        uint256 instant;
        assembly ("memory-safe") {
            let pointer := add(place, ENTRIES_AT)
            let leaf := leaves
            mstore(pointer, word)
            mstore(leaf, keccak256(pointer, length))
            pointer := add(pointer, length)
            leaf := add(leaf, 0x20)
            // An entry of kind 5 and level 1; each further level adds one where the level stands.
            word := or(order, 0x0500000000000000010000000000000000000000000000000000000000000000)
            for {
                let last := add(credits, 0x140)
            } lt(credits, last) {
                credits := add(credits, 0x20)
            } {
                let credit := mload(credits)
                if credit {
                    let amount := and(credit, 0xffffffffffffffff)
                    instant := add(instant, amount)
                    mstore(pointer, or(word, or(shl(216, shr(64, credit)), shl(144, amount))))
                    mstore(leaf, keccak256(pointer, 20))
                    pointer := add(pointer, 20)
                    leaf := add(leaf, 0x20)
                }
                word := add(word, 0x0000000000000000010000000000000000000000000000000000000000000000)
            }
            // What the event pads with must be zero.
            mstore(pointer, 0)
            size := sub(pointer, add(place, ENTRIES_AT))
            count := shr(5, sub(leaf, leaves))
        }
        told = Told({place: place, size: size, count: count, instant: instant, root: VolumeEntries.fold(leaves, count)});
    }

    function hashOf(Told memory told) internal pure returns (bytes32 hash) {
        uint256 place = told.place;
        uint256 size = told.size;
        assembly ("memory-safe") {
            hash := keccak256(add(place, ENTRIES_AT), size)
        }
    }

    /// @notice Sends the event `SaleRecorded`.
    function send(
        Told memory told,
        uint256 seq,
        uint256 period,
        uint256 firstEntry,
        bytes32 runningHash,
        uint256 saleNumber
    ) internal {
        bytes32 topic = IVolumeLedger.SaleRecorded.selector;
        uint256 place = told.place;
        uint256 count = told.count;
        bytes32 root = told.root;
        uint256 size = told.size;
        assembly ("memory-safe") {
            mstore(place, firstEntry)
            mstore(add(place, 0x20), count)
            mstore(add(place, 0x40), root)
            mstore(add(place, 0x60), runningHash)
            mstore(add(place, 0x80), 0xc0)
            mstore(add(place, 0xa0), saleNumber)
            mstore(add(place, 0xc0), size)
            log3(place, add(ENTRIES_AT, and(add(size, 0x1f), not(0x1f))), topic, seq, period)
        }
    }
}
