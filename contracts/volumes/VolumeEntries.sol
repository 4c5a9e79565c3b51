// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";

/// @title VolumeEntries: reads the packed entries of a batch
/// @dev The layout stands in `IVolumeLedger`. All of a batch is valid or none of it.
library VolumeEntries {
    uint256 private constant SHORT = 20;
    uint256 private constant LONG = 24;

    uint256 private constant OWN_PURCHASE = 1;
    uint256 private constant CUSTOMER_SALE = 2;
    uint256 private constant OWN_REFUND = 3;
    uint256 private constant CUSTOMER_REFUND = 4;
    uint256 private constant ATTESTATION = 6;

    /// @notice Checks every entry and adds them up.
    /// @param memberCount highest member number there is
    /// @return count number of entries
    /// @return cv sales less refunds, in payout units
    /// @return root Merkle root over the hashes of the entries
    function digest(bytes calldata entries, uint32 memberCount) internal pure returns (uint256 count, int256 cv, bytes32 root) {
        bytes32[] memory leaves = new bytes32[](entries.length / SHORT + 1);
        uint256 offset = 0;
        // Safety: offsets stay below the length of calldata, and 2^40 a piece cannot fill 255 bits.
        unchecked {
            while (offset < entries.length) {
                if (offset + SHORT > entries.length) revert IVolumeLedger.VolumeLedgerTruncatedEntry(count);
                uint256 word = uint160(bytes20(entries[offset:offset + SHORT]));
                uint256 kind = word >> 152;
                if (kind == 0 || kind > ATTESTATION) revert IVolumeLedger.VolumeLedgerUnknownKind(count, uint8(kind));
                uint32 memberId = uint32(word >> 120);
                if (memberId == 0 || memberId > memberCount) revert IVolumeLedger.VolumeLedgerUnknownMember(count, memberId);
                if (uint48(word) == 0 && kind != ATTESTATION) revert IVolumeLedger.VolumeLedgerZeroOrder(count);

                uint256 length = kind == CUSTOMER_SALE || kind == CUSTOMER_REFUND ? LONG : SHORT;
                if (offset + length > entries.length) revert IVolumeLedger.VolumeLedgerTruncatedEntry(count);
                if (kind <= CUSTOMER_SALE) cv += int256(uint256(uint40(word >> 48)));
                else if (kind <= CUSTOMER_REFUND) cv -= int256(uint256(uint40(word >> 48)));

                leaves[count++] = keccak256(entries[offset:offset + length]);
                offset += length;
            }
        }
        root = _fold(leaves, count);
    }

    /// @dev Folds level after level in place; a node without a sibling moves up as it is.
    function _fold(bytes32[] memory nodes, uint256 count) private pure returns (bytes32) {
        // Safety: `count` is at least one and only falls.
        unchecked {
            while (count > 1) {
                uint256 pairs = count / 2;
                for (uint256 i = 0; i < pairs; i++) nodes[i] = Hashes.efficientKeccak256(nodes[2 * i], nodes[2 * i + 1]);
                if (count % 2 == 1) nodes[pairs] = nodes[count - 1];
                count -= pairs;
            }
        }
        return nodes[0];
    }
}
