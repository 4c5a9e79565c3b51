// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";
import {Leaves} from "./Leaves.sol";

/// @title Payments: proved leaves and the wallets they go to, handed on without being unpacked
/// @dev Assembly: the compiler reads, checks and copies each element of an array at every door; in a batch that costs more than
/// the walk through the tree. Offsets and lengths were checked when the calldata came in.
library Payments {
    /// @param i below the number of wallets, which is not checked
    function read(
        bytes calldata leaves,
        address[] calldata wallets,
        uint256 i
    ) internal pure returns (uint32 memberId, uint64 cumulative, address wallet) {
        (memberId, cumulative) = Leaves.read(leaves, i);
        assembly ("memory-safe") {
            wallet := shr(96, shl(96, calldataload(add(wallets.offset, shl(5, i)))))
        }
    }

    /// @notice Calls `settle` for one member. What it refuses, this refuses in the same words.
    function settleOne(
        IGenealogy genealogy,
        uint32 memberId,
        address wallet,
        uint64 cumulative
    ) internal returns (uint256 previous) {
        bytes4 selector = IGenealogy.settle.selector;
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, selector)
            mstore(add(data, 0x04), memberId)
            mstore(add(data, 0x24), wallet)
            mstore(add(data, 0x44), cumulative)
            if iszero(and(eq(returndatasize(), 0x20), call(gas(), genealogy, 0, data, 0x64, 0x00, 0x20))) {
                returndatacopy(data, 0, returndatasize())
                revert(data, returndatasize())
            }
            previous := mload(0x00)
        }
    }

    /// @notice Calls `payProved` on the vault itself.
    /// @return paid whether all payments went through; if not, none did
    function attempt(
        bytes calldata leaves,
        address[] calldata wallets,
        uint64 total,
        uint256 gasLimit
    ) internal returns (bool paid, uint256 amount) {
        bytes4 selector = IPayoutVault.payProved.selector;
        assembly ("memory-safe") {
            let data := mload(0x40)
            let head := add(data, 4)
            let padded := and(add(leaves.length, 0x1f), not(0x1f))
            mstore(data, selector)
            mstore(head, 0x60)
            mstore(add(head, 0x20), add(0x80, padded))
            mstore(add(head, 0x40), total)
            mstore(add(head, 0x60), leaves.length)
            calldatacopy(add(head, 0x80), leaves.offset, leaves.length)
            let list := add(add(head, 0x80), padded)
            mstore(list, wallets.length)
            calldatacopy(add(list, 0x20), wallets.offset, shl(5, wallets.length))
            let size := sub(add(add(list, 0x20), shl(5, wallets.length)), data)
            paid := call(gasLimit, address(), 0, data, size, 0x00, 0x20)
            amount := mul(paid, mload(0x00))
        }
    }

    /// @notice Hands the calldata of `payProved` to `settleMany`, which takes the same two arrays and overlooks the third word.
    function settle(IGenealogy genealogy) internal returns (uint256[] memory amounts) {
        bytes4 selector = IGenealogy.settleMany.selector;
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, selector)
            calldatacopy(add(data, 4), 4, sub(calldatasize(), 4))
            let settled := call(gas(), genealogy, 0, data, calldatasize(), 0, 0)
            returndatacopy(data, 0, returndatasize())
            if iszero(settled) {
                revert(data, returndatasize())
            }
            mstore(0x40, and(add(add(data, returndatasize()), 0x1f), not(0x1f)))
            amounts := add(data, mload(data))
        }
    }
}
