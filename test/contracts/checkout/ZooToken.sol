// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title ITokenListener: whoever wants to hear that tokens are about to move
interface ITokenListener {
    function tokensMove() external;
}

/// @title ZooToken: moves tokens in one of many manners
contract ZooToken is ERC20, ERC3009 {
    enum Manner {
        Plain,
        NoReturnValue,
        ReturnFalse,
        RevertOnZero,
        FeeOnTop,
        FeeFromAmount,
        BonusForReceiver,
        Paused,
        Blocklist,
        CallBack
    }

    Manner private _manner;
    address private _target;
    uint8 private immutable _decimals;

    constructor(uint8 decimals_) ERC20("Zoo", "Z") EIP712("Zoo", "1") {
        _decimals = decimals_;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @param target who is blocked or called back, as the manner has it
    function behave(Manner manner, address target) external {
        _manner = manner;
        _target = target;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (_manner == Manner.ReturnFalse) return false;
        bool moved = super.transfer(to, amount);
        _silence();
        return moved;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (_manner == Manner.ReturnFalse) return false;
        bool moved = super.transferFrom(from, to, amount);
        _silence();
        return moved;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0)) return super._update(from, to, amount);
        if (_manner == Manner.RevertOnZero && amount == 0) revert("zero");
        if (_manner == Manner.Paused) revert("paused");
        if (_manner == Manner.Blocklist && (from == _target || to == _target)) revert("blocked");
        if (_manner == Manner.CallBack) ITokenListener(_target).tokensMove();
        super._update(from, to, amount);
        if (_manner == Manner.FeeOnTop) super._update(from, _target, 1);
        if (_manner == Manner.FeeFromAmount && amount != 0) super._update(to, _target, 1);
        if (_manner == Manner.BonusForReceiver) super._update(address(0), to, 1);
    }

    function _silence() private view {
        if (_manner != Manner.NoReturnValue) return;
        assembly ("memory-safe") {
            return(0, 0)
        }
    }
}
