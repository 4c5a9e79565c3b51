// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title DemoDollar: the play money of a local chain
/// @notice Six decimals, permits and authorizations, like the stablecoins that stand in its place elsewhere. Worth nothing; the
/// deployment script refuses to put it on any chain but the local one.
contract DemoDollar is ERC20Permit, ERC3009, Ownable {
    constructor(address owner) ERC20("Demo dollar", "dUSD") ERC20Permit("Demo dollar") Ownable(owner) {}

    /// @notice Makes `amount` out of nothing. Only the owner.
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
