// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Recipient: what a token with callbacks calls
interface Recipient {
    function tokensReceived(uint256 amount) external;
}

/// @title ZooToken: one token that behaves like whichever of the strange ones it is told to be
contract ZooToken {
    enum Species {
        Plain,
        NoReturnValue,
        ReturnsFalse,
        RevertsOnZero,
        FeeOnTransfer,
        Rebasing,
        Pausable,
        BlockList,
        Callback
    }

    Species public immutable species;
    uint8 public immutable decimals;
    uint256 public totalSupply;
    bool public paused;
    /// @dev Balances are shares of a supply that a rebase scales, in percent.
    uint256 public scale = 100;
    mapping(address account => uint256 shares) private _shares;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;
    mapping(address account => bool isBlocked) public blocked;

    event Transfer(address indexed from, address indexed to, uint256 amount);

    error Refused();

    constructor(Species species_, uint8 decimals_) {
        species = species_;
        decimals = decimals_;
    }

    function mint(address to, uint256 amount) external {
        _shares[to] += amount;
        totalSupply += amount;
    }

    function rebase(uint256 percent) external {
        scale = percent;
    }

    function pause(bool isPaused) external {
        paused = isPaused;
    }

    function block_(address account, bool isBlocked) external {
        blocked[account] = isBlocked;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _answer(_move(msg.sender, to, amount));
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        return _answer(_move(from, to, amount));
    }

    function balanceOf(address account) public view returns (uint256) {
        return (_shares[account] * scale) / 100;
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        if (species == Species.ReturnsFalse && blocked[to]) return false;
        if (species == Species.BlockList && blocked[to]) revert Refused();
        if (species == Species.Pausable && paused) revert Refused();
        if (species == Species.RevertsOnZero && amount == 0) revert Refused();
        if (balanceOf(from) < amount) revert Refused();
        uint256 fee = species == Species.FeeOnTransfer ? amount / 10 : 0;
        _shares[from] -= (amount * 100) / scale;
        _shares[to] += ((amount - fee) * 100) / scale;
        emit Transfer(from, to, amount);
        // Both sides are called, but for the one that asked.
        if (species == Species.Callback && to != msg.sender && to.code.length != 0) Recipient(to).tokensReceived(amount);
        if (species == Species.Callback && from != msg.sender && from.code.length != 0) Recipient(from).tokensReceived(amount);
        return true;
    }

    /// @dev Ends the call with no return value at all where the species has none.
    function _answer(bool moved) private view returns (bool) {
        if (species != Species.NoReturnValue) return moved;
        assembly ("memory-safe") {
            return(0, 0)
        }
    }
}
