// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Reenterer: a recipient that answers a payment with any call; its code is put where a member's wallet is
/// @dev Storage is that of the wallet's address, so it is set by calls to it.
contract Reenterer {
    address public target;
    bytes public call;
    bool public entered;
    bool public succeeded;

    function aim(address target_, bytes calldata call_) external {
        (target, call, entered, succeeded) = (target_, call_, false, false);
    }

    function tokensReceived(uint256) external {
        if (entered || target == address(0)) return;
        entered = true;
        (address to, bytes memory data) = (target, call);
        bool done;
        // No gas is kept back: whatever the call leaves is enough to tell how it went.
        assembly ("memory-safe") {
            done := call(gas(), to, 0, add(data, 0x20), mload(data), 0, 0)
        }
        succeeded = done;
    }
}
