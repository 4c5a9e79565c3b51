// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";

/// @title VolumeEntries: reads the packed entries of a batch
/// @dev The layout stands in `IVolumeLedger`. All of a batch is valid or none of it.
/// Eight entries make a group: a full tree of three levels, whose top is kept. A group of one kind without a fault is read by
/// `_sameKind` in few steps, every other by `_anyKind`, which knows all kinds and names each fault. Both give the same tree.
library VolumeEntries {
    uint256 private constant SHORT = 20;
    uint256 private constant LONG = 24;
    uint256 private constant GROUP = 8;

    uint256 private constant OWN_PURCHASE = 1;
    uint256 private constant CUSTOMER_SALE = 2;
    uint256 private constant CUSTOMER_REFUND = 4;
    uint256 private constant INSTANT_SETTLED = 5;
    uint256 private constant ATTESTATION = 6;

    // Where the fields lie in a word that begins with an entry.
    uint256 private constant KIND_SHIFT = 248;
    uint256 private constant MEMBER_SHIFT = 216;
    uint256 private constant CV_SHIFT = 144;
    uint256 private constant CV_MASK = 0xffffffffff000000000000000000000000000000000000;
    uint256 private constant ORDER_MASK = 0xffffffffffff000000000000000000000000;

    /// @dev Where reading stands. `pointer` and `end` are places in memory.
    struct Cursor {
        uint256 pointer;
        uint256 end;
        uint256 count;
        int256 cv;
    }

    /// @notice Checks every entry of a batch and adds them up.
    /// @param memberCount highest member number there is
    /// @return count number of entries
    /// @return cv sales less refunds, in payout units
    /// @return root Merkle root over the hashes of the entries
    function digest(bytes memory entries, uint256 memberCount) internal pure returns (uint256 count, int256 cv, bytes32 root) {
        bytes32[] memory leaves = new bytes32[](GROUP);
        bytes32[] memory tops = new bytes32[](entries.length / SHORT / GROUP + 1);
        uint256 start;
        assembly ("memory-safe") {
            start := add(entries, 0x20)
        }
        Cursor memory cursor = Cursor({pointer: start, end: start + entries.length, count: 0, cv: 0});
        uint256 groups = 0;
        // Safety: places in memory and counts of what fits there.
        unchecked {
            while (cursor.pointer < cursor.end) {
                bytes32 top = _sameKind(cursor, memberCount);
                tops[groups++] = top == 0 ? _anyKind(cursor, leaves, memberCount) : top;
            }
        }
        return (cursor.count, cursor.cv, fold(tops, groups));
    }

    /// @notice The root over the first `count` of `nodes`, folded in place; a node without a sibling moves up as it is.
    function fold(bytes32[] memory nodes, uint256 count) internal pure returns (bytes32) {
        // Safety: `count` is at least one and only falls. Assembly hashes neighbours where they lie: half the gas of a batch's
        // upper levels (C.record).
        unchecked {
            while (count > 1) {
                uint256 pairs = count / 2;
                assembly ("memory-safe") {
                    let to := add(nodes, 0x20)
                    let from := to
                    for { let last := add(to, mul(pairs, 0x20)) } lt(to, last) { to := add(to, 0x20) } {
                        mstore(to, keccak256(from, 0x40))
                        from := add(from, 0x40)
                    }
                }
                if (count % 2 == 1) nodes[pairs] = nodes[count - 1];
                count -= pairs;
            }
        }
        return nodes[0];
    }

    /// @dev Reads the next eight entries if they are sales or refunds of one kind and without a fault.
    /// @return top their root, 0 if this is not such a group (nothing was read then)
    function _sameKind(Cursor memory cursor, uint256 memberCount) private pure returns (bytes32 top) {
        uint256 pointer = cursor.pointer;
        uint256 kind = _kindAt(pointer);
        if (kind == 0 || kind > CUSTOMER_REFUND) return 0;
        uint256 length = kind % 2 == 0 ? LONG : SHORT;
        // Safety: places in memory.
        unchecked {
            if (pointer + GROUP * length > cursor.end || _kindAt(pointer + (GROUP - 1) * length) != kind) return 0;
        }

        // A word less `least` lies below `most` + 1 exactly if it begins with this kind and a known member.
        uint256 least = (kind << KIND_SHIFT) | (1 << MEMBER_SHIFT);
        uint256 most = (memberCount << MEMBER_SHIFT) - 1;
        uint256 fault;
        uint256 volume;
        // Assembly because a batch pays this a thousand times: 2,000 gas an order before, the floor of its calldata now.
        assembly ("memory-safe") {
            let word := mload(pointer)
            fault := or(gt(sub(word, least), most), iszero(and(word, ORDER_MASK)))
            volume := and(word, CV_MASK)
            mstore(0x00, keccak256(pointer, length))
            pointer := add(pointer, length)
            word := mload(pointer)
            fault := or(fault, or(gt(sub(word, least), most), iszero(and(word, ORDER_MASK))))
            volume := add(volume, and(word, CV_MASK))
            mstore(0x20, keccak256(pointer, length))
            let first := keccak256(0x00, 0x40)

            pointer := add(pointer, length)
            word := mload(pointer)
            fault := or(fault, or(gt(sub(word, least), most), iszero(and(word, ORDER_MASK))))
            volume := add(volume, and(word, CV_MASK))
            mstore(0x00, keccak256(pointer, length))
            pointer := add(pointer, length)
            word := mload(pointer)
            fault := or(fault, or(gt(sub(word, least), most), iszero(and(word, ORDER_MASK))))
            volume := add(volume, and(word, CV_MASK))
            mstore(0x20, keccak256(pointer, length))
            mstore(0x20, keccak256(0x00, 0x40))
            mstore(0x00, first)
            first := keccak256(0x00, 0x40)

            pointer := add(pointer, length)
            word := mload(pointer)
            fault := or(fault, or(gt(sub(word, least), most), iszero(and(word, ORDER_MASK))))
            volume := add(volume, and(word, CV_MASK))
            mstore(0x00, keccak256(pointer, length))
            pointer := add(pointer, length)
            word := mload(pointer)
            fault := or(fault, or(gt(sub(word, least), most), iszero(and(word, ORDER_MASK))))
            volume := add(volume, and(word, CV_MASK))
            mstore(0x20, keccak256(pointer, length))
            let second := keccak256(0x00, 0x40)

            pointer := add(pointer, length)
            word := mload(pointer)
            fault := or(fault, or(gt(sub(word, least), most), iszero(and(word, ORDER_MASK))))
            volume := add(volume, and(word, CV_MASK))
            mstore(0x00, keccak256(pointer, length))
            pointer := add(pointer, length)
            word := mload(pointer)
            fault := or(fault, or(gt(sub(word, least), most), iszero(and(word, ORDER_MASK))))
            volume := add(volume, and(word, CV_MASK))
            mstore(0x20, keccak256(pointer, length))
            mstore(0x20, keccak256(0x00, 0x40))
            mstore(0x00, second)
            mstore(0x20, keccak256(0x00, 0x40))
            mstore(0x00, first)
            top := keccak256(0x00, 0x40)
            pointer := add(pointer, length)
        }
        if (fault != 0) return 0;

        // Safety: eight times 2^40, and batches of which no block is large enough for 2^200.
        unchecked {
            int256 cv = int256(volume >> CV_SHIFT);
            cursor.cv += kind <= CUSTOMER_SALE ? cv : -cv;
            cursor.count += GROUP;
        }
        cursor.pointer = pointer;
    }

    /// @dev Reads the next eight entries, or those that are left, whatever they are.
    /// @param leaves room for their hashes
    /// @return their root
    function _anyKind(Cursor memory cursor, bytes32[] memory leaves, uint256 memberCount) private pure returns (bytes32) {
        uint256 read = 0;
        // Safety: as above.
        unchecked {
            while (read < GROUP && cursor.pointer < cursor.end) {
                uint256 pointer = cursor.pointer;
                uint256 length = _check(pointer, cursor.end, cursor.count, memberCount);
                uint256 kind = _kindAt(pointer);
                bytes32 leaf;
                uint256 cv;
                assembly ("memory-safe") {
                    leaf := keccak256(pointer, length)
                    cv := shr(CV_SHIFT, and(mload(pointer), CV_MASK))
                }
                if (kind <= CUSTOMER_SALE) cursor.cv += int256(cv);
                else if (kind <= CUSTOMER_REFUND) cursor.cv -= int256(cv);
                leaves[read++] = leaf;
                cursor.count++;
                cursor.pointer = pointer + length;
            }
        }
        return fold(leaves, read);
    }

    /// @dev The length of the entry at `pointer`, or the fault of entry number `index`.
    function _check(uint256 pointer, uint256 end, uint256 index, uint256 memberCount) private pure returns (uint256 length) {
        uint256 word;
        assembly ("memory-safe") {
            word := mload(pointer)
        }
        uint256 kind = word >> KIND_SHIFT;
        // Safety: places in memory.
        unchecked {
            if (pointer + SHORT > end) revert IVolumeLedger.VolumeLedgerTruncatedEntry(index);
            if (kind == 0 || kind > ATTESTATION) revert IVolumeLedger.VolumeLedgerUnknownKind(index, uint8(kind));
            if (kind == INSTANT_SETTLED) revert IVolumeLedger.VolumeLedgerCreditWithoutSale(index);
            uint32 memberId = uint32(word >> MEMBER_SHIFT);
            if (memberId == 0 || memberId > memberCount) revert IVolumeLedger.VolumeLedgerUnknownMember(index, memberId);
            if (word & ORDER_MASK == 0 && kind != ATTESTATION) revert IVolumeLedger.VolumeLedgerZeroOrder(index);
            length = kind == CUSTOMER_SALE || kind == CUSTOMER_REFUND ? LONG : SHORT;
            if (pointer + length > end) revert IVolumeLedger.VolumeLedgerTruncatedEntry(index);
        }
    }

    function _kindAt(uint256 pointer) private pure returns (uint256 kind) {
        assembly ("memory-safe") {
            kind := byte(0, mload(pointer))
        }
    }
}
