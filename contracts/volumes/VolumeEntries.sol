// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";

/// @title VolumeEntries: reads the packed entries of a batch
/// @dev The layout stands in `IVolumeLedger`. All of a batch is valid or none of it.
/// Eight entries make a group: a full tree of three levels, whose top is kept. Groups of own purchases at the beginning of a batch
/// are read by `_purchases` in few steps, the rest by `_mixed`; both give the same tree, so a batch sorted by kind costs least.
/// Neither says what is wrong: `_name` looks again and does. Assembly because a batch goes through here a thousand times: this is
/// the difference between 2,000 gas an order and little more than the price of its bytes (`npm run bench:contracts`).
library VolumeEntries {
    uint256 private constant SHORT = 20;
    uint256 private constant GROUP = 8;

    uint256 private constant INSTANT_SETTLED = 5;
    uint256 private constant ATTESTATION = 6;

    // Byte number `kind` of these words says, for each kind that `record` takes: the length of an entry (0: it takes none), whether
    // it needs an order number, and by how much a volume is shifted to its sum (sales 0, refunds 128, attestations nowhere).
    uint256 private constant LENGTHS = 0x0014181418001400000000000000000000000000000000000000000000000000;
    uint256 private constant NAMED = 0x0001010101000000000000000000000000000000000000000000000000000000;
    uint256 private constant SHIFTS = 0x009090101000c800000000000000000000000000000000000000000000000000;

    // Where the fields lie in a word that begins with an entry.
    uint256 private constant KIND_SHIFT = 248;
    uint256 private constant MEMBER_SHIFT = 216;
    uint256 private constant MEMBER_MASK = 0x00ffffffff000000000000000000000000000000000000000000000000000000;
    uint256 private constant FIRST_MEMBER = 0x0000000001000000000000000000000000000000000000000000000000000000;
    uint256 private constant CV_MASK = 0xffffffffff000000000000000000000000000000000000;
    uint256 private constant ORDER_MASK = 0xffffffffffff000000000000000000000000;

    // Where the fields of two short entries lie that stand one behind the other: kind and member of both in the word that begins
    // with the first, volume and order of both in the word eight bytes further.
    uint256 private constant PAIR_MEMBERS = 0xffffffffff000000000000000000000000000000ffffffffff00000000000000;
    uint256 private constant PAIR_KIND = 0x0100000000000000000000000000000000000000010000000000000000000000;
    uint256 private constant PAIR_LEAST = 0x0100000001000000000000000000000000000000010000000100000000000000;
    uint256 private constant PAIR_ORDERS = 0x000000000000ffffffffffff0000000000000000000000000000ffffffffffff;
    uint256 private constant PAIR_ONES = 0x0000000000000000000000010000000000000000000000000000000000000001;
    uint256 private constant PAIR_VOLUMES = 0x00ffffffffff000000000000000000000000000000ffffffffff000000000000;
    /// @dev Bits that stay 0 while no field of a pair is out of its bounds; see `_purchases`.
    uint256 private constant PAIR_GUARD = 0xff00000000ff000000000000ffffffffffffffff000000000000000000000000;

    /// @notice Checks every entry of a batch and adds them up.
    /// @param pointer where the entries stand in memory
    /// @param size how many bytes they have
    /// @param memberCount highest member number there is
    /// @return count number of entries
    /// @return cv sales less refunds, in payout units
    /// @return root Merkle root over the hashes of the entries
    function digest(
        uint256 pointer,
        uint256 size,
        uint256 memberCount
    ) internal pure returns (uint256 count, int256 cv, bytes32 root) {
        uint256 nodes = allocate(size / SHORT + 1);
        // Safety: places in memory, counts of what fits there, and sums of 2^40 a piece.
        unchecked {
            uint256 end = pointer + size;
            (uint256 next, uint256 sums) = _purchases(pointer, end, memberCount, nodes);
            count = (next - pointer) / SHORT;
            uint256 tops = count / GROUP;
            if (next != end) {
                uint256 leaves = nodes + (tops << 5);
                (uint256 stop, uint256 last, uint256 mixedSums) = _mixed(next, end, memberCount, leaves);
                uint256 read = (last - leaves) >> 5;
                count += read;
                if (stop != end) _name(stop, end, count, memberCount);
                tops += _foldLevels(leaves, read);
                sums += mixedSums;
            }
            cv = int256(uint256(uint128(sums))) - int256(sums >> 128);
            root = fold(nodes, tops);
        }
    }

    /// @notice Room for `count` words. It is not cleared, and costs nothing where it is not used.
    function allocate(uint256 count) internal pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := mload(0x40)
            mstore(0x40, add(place, shl(5, count)))
        }
    }

    /// @notice The root over `count` nodes at `place`, folded in place; a node without a sibling moves up as it is.
    /// @param count at least one
    function fold(uint256 place, uint256 count) internal pure returns (bytes32 root) {
        while (count > 1) count = _foldLevels(place, count);
        assembly ("memory-safe") {
            root := mload(place)
        }
    }

    /// @dev Folds three levels in place.
    /// @return left how many nodes there are then
    function _foldLevels(uint256 place, uint256 count) private pure returns (uint256 left) {
        // Safety: places in memory.
        unchecked {
            left = count >> 3;
            uint256 to = place;
            uint256 from = place;
            for (uint256 last = place + (left << 5); to != last; to += 0x20) {
                _foldEight(from, to);
                from += 0x100;
            }
            if (count & 7 != 0) {
                _foldFew(from, count & 7, to);
                left++;
            }
        }
    }

    /// @dev Writes the root over the eight nodes at `from` to `to`.
    function _foldEight(uint256 from, uint256 to) private pure {
        assembly ("memory-safe") {
            mstore(0x00, keccak256(from, 0x40))
            mstore(0x20, keccak256(add(from, 0x40), 0x40))
            let left := keccak256(0x00, 0x40)
            mstore(0x00, keccak256(add(from, 0x80), 0x40))
            mstore(0x20, keccak256(add(from, 0xc0), 0x40))
            mstore(0x20, keccak256(0x00, 0x40))
            mstore(0x00, left)
            mstore(to, keccak256(0x00, 0x40))
        }
    }

    /// @dev Writes the root over the one to seven nodes at `from`, which are lost, to `to`.
    function _foldFew(uint256 from, uint256 count, uint256 to) private pure {
        assembly ("memory-safe") {
            for {} gt(count, 1) {
                count := shr(1, add(count, 1))
            } {
                for {
                    let pair := 0
                } lt(pair, count) {
                    pair := add(pair, 2)
                } {
                    let node := add(from, shl(5, pair))
                    switch eq(add(pair, 1), count)
                    case 0 {
                        mstore(add(from, shl(4, pair)), keccak256(node, 0x40))
                    }
                    default {
                        mstore(add(from, shl(4, pair)), mload(node))
                    }
                }
            }
            mstore(to, mload(from))
        }
    }

    /// @dev Reads groups of eight own purchases until one has something else or a fault in it.
    /// Two entries are checked at a time. With members m1 and m2 alone in a word, neither "word - least" nor "most - word" borrows
    /// across the gap above m2 or changes the kind above m1, exactly if both are own purchases of known members; in the same way
    /// "orders - ones" borrows exactly if one of them is 0. PAIR_GUARD has bits of each gap that are 0 in all three otherwise.
    /// Volumes of first and of second entries are added apart; the multiplication brings them together in the highest 48 bits.
    /// @param from where the first entry stands
    /// @param known highest member number there is
    /// @param to where the tops of the groups are written
    /// @return next where the first entry that was not read stands
    /// @return volume what was read adds up to
    function _purchases(
        uint256 from,
        uint256 end,
        uint256 known,
        uint256 to
    ) private pure returns (uint256 next, uint256 volume) {
        uint256 most = _mostOf(known);
        assembly ("memory-safe") {
            for {
                next := from
            } iszero(gt(add(next, 160), end)) {} {
                let word := and(mload(next), PAIR_MEMBERS)
                let fault := or(sub(word, PAIR_LEAST), sub(most, word))
                word := and(mload(add(next, 40)), PAIR_MEMBERS)
                fault := or(fault, or(sub(word, PAIR_LEAST), sub(most, word)))
                word := and(mload(add(next, 80)), PAIR_MEMBERS)
                fault := or(fault, or(sub(word, PAIR_LEAST), sub(most, word)))
                word := and(mload(add(next, 120)), PAIR_MEMBERS)
                fault := or(fault, or(sub(word, PAIR_LEAST), sub(most, word)))

                word := mload(add(next, 8))
                fault := or(fault, sub(and(word, PAIR_ORDERS), PAIR_ONES))
                let sum := and(word, PAIR_VOLUMES)
                word := mload(add(next, 48))
                fault := or(fault, sub(and(word, PAIR_ORDERS), PAIR_ONES))
                sum := add(sum, and(word, PAIR_VOLUMES))
                word := mload(add(next, 88))
                fault := or(fault, sub(and(word, PAIR_ORDERS), PAIR_ONES))
                sum := add(sum, and(word, PAIR_VOLUMES))
                word := mload(add(next, 128))
                fault := or(fault, sub(and(word, PAIR_ORDERS), PAIR_ONES))
                sum := add(sum, and(word, PAIR_VOLUMES))
                if and(fault, PAIR_GUARD) {
                    break
                }
                volume := add(volume, shr(208, mul(sum, 0x010000000000000000000000000000000000000001)))

                mstore(0x00, keccak256(next, 20))
                mstore(0x20, keccak256(add(next, 20), 20))
                let left := keccak256(0x00, 0x40)
                mstore(0x00, keccak256(add(next, 40), 20))
                mstore(0x20, keccak256(add(next, 60), 20))
                mstore(0x20, keccak256(0x00, 0x40))
                mstore(0x00, left)
                let half := keccak256(0x00, 0x40)
                mstore(0x00, keccak256(add(next, 80), 20))
                mstore(0x20, keccak256(add(next, 100), 20))
                left := keccak256(0x00, 0x40)
                mstore(0x00, keccak256(add(next, 120), 20))
                mstore(0x20, keccak256(add(next, 140), 20))
                mstore(0x20, keccak256(0x00, 0x40))
                mstore(0x00, left)
                mstore(0x20, keccak256(0x00, 0x40))
                mstore(0x00, half)
                mstore(to, keccak256(0x00, 0x40))
                to := add(to, 0x20)
                next := add(next, 160)
            }
        }
    }

    /// @dev What kind and member of a pair can be at most.
    function _mostOf(uint256 known) private pure returns (uint256 most) {
        assembly ("memory-safe") {
            // The condition keeps the compiler from working the value out again wherever it stands.
            if known {
                most := or(PAIR_KIND, or(shl(216, known), shl(56, known)))
            }
        }
    }

    /// @dev Reads entries of any kind until one has a fault.
    /// @param to where their hashes are written
    /// @return next where the first entry that was not read stands; beyond `end` when the last is cut off
    /// @return last where the last hash ends
    /// @return sums what was sold in the lower half, what was refunded in the upper
    function _mixed(
        uint256 pointer,
        uint256 end,
        uint256 memberCount,
        uint256 to
    ) private pure returns (uint256 next, uint256 last, uint256 sums) {
        assembly ("memory-safe") {
            last := to
            for {
                next := pointer
            } lt(next, end) {} {
                let word := mload(next)
                let kind := byte(0, word)
                let length := byte(kind, LENGTHS)
                if or(
                    or(iszero(length), lt(and(word, ORDER_MASK), byte(kind, NAMED))),
                    iszero(lt(sub(and(word, MEMBER_MASK), FIRST_MEMBER), shl(216, memberCount)))
                ) {
                    break
                }
                sums := add(sums, shr(byte(kind, SHIFTS), and(word, CV_MASK)))
                mstore(last, keccak256(next, length))
                last := add(last, 0x20)
                next := add(next, length)
            }
        }
    }

    /// @dev Reverts with what is wrong where reading stopped.
    /// @param pointer where the faulty entry begins, or beyond `end` when the entry before is cut off
    /// @param count number of entries before `pointer`
    function _name(uint256 pointer, uint256 end, uint256 count, uint256 memberCount) private pure {
        if (pointer > end) revert IVolumeLedger.VolumeLedgerTruncatedEntry(count - 1);
        if (pointer + SHORT > end) revert IVolumeLedger.VolumeLedgerTruncatedEntry(count);
        uint256 word;
        assembly ("memory-safe") {
            word := mload(pointer)
        }
        uint256 kind = word >> KIND_SHIFT;
        if (kind == INSTANT_SETTLED) revert IVolumeLedger.VolumeLedgerCreditWithoutSale(count);
        if (kind == 0 || kind > ATTESTATION) revert IVolumeLedger.VolumeLedgerUnknownKind(count, uint8(kind));
        uint32 memberId = uint32(word >> MEMBER_SHIFT);
        if (memberId == 0 || memberId > memberCount) revert IVolumeLedger.VolumeLedgerUnknownMember(count, memberId);
        revert IVolumeLedger.VolumeLedgerZeroOrder(count);
    }
}
