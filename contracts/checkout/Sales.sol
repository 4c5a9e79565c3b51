// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICheckout} from "../interfaces/ICheckout.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";

/// @title Sales: an order handed on to the ledger without being unpacked
/// @dev Assembly: the compiler would read, check and copy each of the eight members twice; the ledger checks them when it reads
/// them (`npm run bench:contracts`).
library Sales {
    /// @notice Calls `recordSale` with the members of `Sale`, which stand in an order in the same order, around the buyer.
    /// @return share what the vault must get at least
    function record(IVolumeLedger ledger, ICheckout.Order calldata order) internal returns (uint256 share) {
        bytes4 selector = IVolumeLedger.recordSale.selector;
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, selector)
            calldatacopy(add(data, 0x04), order, 0xa0)
            calldatacopy(add(data, 0xa4), add(order, 0xc0), 0x60)
            if iszero(and(eq(returndatasize(), 0x20), call(gas(), ledger, 0, data, 0x104, 0x00, 0x20))) {
                returndatacopy(data, 0, returndatasize())
                revert(data, returndatasize())
            }
            share := mload(0x00)
        }
    }

    /// @notice What `account` has of `token`; fails if the token does not say.
    function balanceOf(address token, address account) internal view returns (uint256 held) {
        bytes4 selector = IERC20.balanceOf.selector;
        assembly ("memory-safe") {
            mstore(0x00, selector)
            mstore(0x04, account)
            if iszero(and(gt(returndatasize(), 0x1f), staticcall(gas(), token, 0x00, 0x24, 0x00, 0x20))) {
                revert(0x00, 0x00)
            }
            held := mload(0x00)
        }
    }
}
