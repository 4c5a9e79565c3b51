// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev key 96 | 95 unused, 1 that is always set | creditsPaid 64.
type Acceptance is uint256;

using AcceptanceWord for Acceptance global;

/// @title AcceptanceWord: the key of the root in force, and the credits that were paid
library AcceptanceWord {
    uint256 private constant ALWAYS = 1 << 64;

    /// @notice Before any root is accepted.
    function none() internal pure returns (Acceptance) {
        return Acceptance.wrap(ALWAYS);
    }

    function key(Acceptance acceptance) internal pure returns (bytes12) {
        return bytes12(bytes32(Acceptance.unwrap(acceptance)));
    }

    function creditsPaid(Acceptance acceptance) internal pure returns (uint64) {
        return uint64(Acceptance.unwrap(acceptance));
    }

    /// @notice The same credits under the key that a new root gets.
    function withKey(Acceptance acceptance, uint32 leafCount_, uint32 period_, uint32 salt) internal pure returns (Acceptance) {
        uint256 word = (uint256(leafCount_) << 224) | (uint256(period_) << 192) | (uint256(salt) << 160);
        return Acceptance.wrap(word | ALWAYS | creditsPaid(acceptance));
    }

    function withCreditPaid(Acceptance acceptance, uint64 amount) internal pure returns (Acceptance) {
        uint64 paid = creditsPaid(acceptance) + amount;
        return Acceptance.wrap((Acceptance.unwrap(acceptance) & ~uint256(type(uint64).max)) | paid);
    }

    function leafCountOf(bytes12 key_) internal pure returns (uint32) {
        return uint32(bytes4(key_));
    }

    function periodOf(bytes12 key_) internal pure returns (uint32) {
        return uint32(bytes4(key_ << 32));
    }
}
