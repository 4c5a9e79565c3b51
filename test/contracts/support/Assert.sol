// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Assert: comparisons that say what differed
abstract contract Assert {
    error Unequal(string what, uint256 actual, uint256 expected);
    error NotTrue(string what);

    function equal(uint256 actual, uint256 expected, string memory what) internal pure {
        if (actual != expected) revert Unequal(what, actual, expected);
    }

    function equal(bytes32 actual, bytes32 expected, string memory what) internal pure {
        equal(uint256(actual), uint256(expected), what);
    }

    function equal(address actual, address expected, string memory what) internal pure {
        equal(uint256(uint160(actual)), uint256(uint160(expected)), what);
    }

    function equalSigned(int256 actual, int256 expected, string memory what) internal pure {
        equal(uint256(actual), uint256(expected), what);
    }

    function isTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    function isFalse(bool condition, string memory what) internal pure {
        isTrue(!condition, what);
    }

    /// @notice `value` brought between `low` and `high`, both included; one that lies there already stays as it is.
    function between(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        return value >= low && value <= high ? value : low + (value % (high - low + 1));
    }
}
