// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Entries: packs volume entries as a recorder does
library Entries {
    function short(uint8 kind, uint32 member, uint32 pv, uint40 cv, uint48 orderRef) internal pure returns (bytes memory) {
        return abi.encodePacked(kind, member, pv, cv, orderRef);
    }

    function long(
        uint8 kind,
        uint32 member,
        uint32 pv,
        uint40 cv,
        uint48 orderRef,
        uint32 customer
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(kind, member, pv, cv, orderRef, customer);
    }

    function attestation(uint32 member, uint16 topic, uint56 value, uint48 ref) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(6), member, topic, value, ref);
    }

    /// @notice The Merkle root over `hashes` by recursion: the largest full tree on the left, the rest on the right. Written
    /// another way than in the contract on purpose.
    function rootOf(bytes32[] memory hashes, uint256 from, uint256 count) internal pure returns (bytes32) {
        if (count == 1) return hashes[from];
        uint256 left = 1;
        while (left * 2 < count) left *= 2;
        return keccak256(abi.encodePacked(rootOf(hashes, from, left), rootOf(hashes, from + left, count - left)));
    }
}
