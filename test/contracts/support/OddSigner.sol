// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

/// @title OddSigner: a contract that answers in one of several manners when it is asked for a signature
contract OddSigner {
    enum Manner {
        Correct,
        WrongMagic,
        MagicAndMore,
        Short,
        Empty,
        Huge,
        Reverts,
        BurnsGas,
        Reenters,
        ReentersAndAgrees
    }

    Manner public manner;
    /// @notice Gas that it spends before a correct answer.
    uint256 public hunger;
    address public target;
    bytes public call;

    function answer(Manner how, uint256 hunger_) external {
        manner = how;
        hunger = hunger_;
    }

    function reenter(address target_, bytes calldata call_) external {
        target = target_;
        call = call_;
    }

    /// @dev What a fallback returns goes out as it is, so that an answer can have any length.
    fallback(bytes calldata) external payable returns (bytes memory) {
        return _answer();
    }

    receive() external payable {}

    function _answer() private returns (bytes memory) {
        Manner how = manner;
        bytes32 magic = bytes32(IERC1271.isValidSignature.selector);
        if (how == Manner.WrongMagic) return abi.encode(magic ^ bytes32(uint256(1) << 224));
        if (how == Manner.MagicAndMore) return abi.encode(magic | bytes32(uint256(1)));
        if (how == Manner.Short) return abi.encodePacked(IERC1271.isValidSignature.selector);
        if (how == Manner.Empty) return "";
        if (how == Manner.Huge) return bytes.concat(bytes32(0), new bytes(60_000));
        if (how == Manner.Reverts) revert("no");
        while (how == Manner.BurnsGas) {}
        if (how == Manner.Reenters || how == Manner.ReentersAndAgrees) _reenter(how == Manner.ReentersAndAgrees);
        uint256 start = gasleft();
        while (start - gasleft() < hunger) {}
        return abi.encode(magic);
    }

    function _reenter(bool agrees) private {
        if (!LowLevelCall.callNoReturn(target, call) && !agrees) revert("refused");
    }
}
