// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title DecimalsToken: any number of decimals
contract DecimalsToken is ERC20 {
    uint8 private immutable _decimals;

    constructor(uint8 decimals_) ERC20("Token", "T") {
        _decimals = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}

/// @title HostileToken: refuses some recipients in one of several manners, or keeps a fee
contract HostileToken is ERC20 {
    enum Manner {
        Revert,
        ReturnFalse,
        KeepFee
    }

    Manner public manner;
    mapping(address account => bool isBlocked) public blocked;

    constructor() ERC20("Hostile", "H") {}

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function refuse(address account, Manner how) external {
        blocked[account] = true;
        manner = how;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (blocked[to]) {
            if (manner == Manner.Revert) revert("blocked");
            if (manner == Manner.ReturnFalse) return false;
        }
        return super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (blocked[to] && manner == Manner.KeepFee) {
            _burn(from, 1);
            amount -= 1;
        }
        return super.transferFrom(from, to, amount);
    }
}
