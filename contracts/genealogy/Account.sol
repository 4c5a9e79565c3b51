// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev What stands under a wallet, in one word: memberId 32 | settled 64 | former 1 | bankRoute 1 | routeNonce 64, from the lowest
/// bit. Under the key of a member without a wallet only `settled` is kept.
type Account is uint256;

using AccountWord for Account global;

/// @title AccountWord: reads and makes accounts
library AccountWord {
    uint256 private constant SETTLED_SHIFT = 32;
    uint256 private constant FORMER_BIT = 1 << 96;
    uint256 private constant BANK_BIT = 1 << 97;
    uint256 private constant NONCE_SHIFT = 98;
    uint256 private constant SETTLED_MASK = uint256(type(uint64).max) << SETTLED_SHIFT;

    /// @notice The account of a member of whom nothing is noted yet.
    function open(uint32 memberId_) internal pure returns (Account) {
        return Account.wrap(memberId_);
    }

    /// @notice What stays under a wallet that was given up.
    function closed(uint32 memberId_) internal pure returns (Account) {
        return Account.wrap(memberId_ | FORMER_BIT);
    }

    /// @notice The same account, made out to `memberId_`; for one that was kept under the key of a member without a wallet.
    function madeOutTo(Account account, uint32 memberId_) internal pure returns (Account) {
        return Account.wrap(Account.unwrap(account) | memberId_);
    }

    function withSettled(Account account, uint64 cumulative) internal pure returns (Account) {
        return Account.wrap((Account.unwrap(account) & ~SETTLED_MASK) | (uint256(cumulative) << SETTLED_SHIFT));
    }

    /// @notice The account on the chosen route, with the next number.
    function withRoute(Account account, bool bank) internal pure returns (Account) {
        uint256 word = Account.unwrap(account);
        word = bank ? word | BANK_BIT : word & ~BANK_BIT;
        return Account.wrap(word + (1 << NONCE_SHIFT));
    }

    /// @notice Whether the key acts for `wanted` now.
    function actsFor(Account account, uint32 wanted) internal pure returns (bool) {
        return wanted != 0 && memberId(account) == wanted && !isFormer(account);
    }

    /// @notice Whether the key acts for `wanted` now and is on the token route, asked at once.
    function isPayableTo(Account account, uint32 wanted) internal pure returns (bool) {
        return wanted != 0 && Account.unwrap(account) & (type(uint32).max | FORMER_BIT | BANK_BIT) == wanted;
    }

    function memberId(Account account) internal pure returns (uint32) {
        return uint32(Account.unwrap(account));
    }

    function settled(Account account) internal pure returns (uint64) {
        return uint64(Account.unwrap(account) >> SETTLED_SHIFT);
    }

    function isFormer(Account account) internal pure returns (bool) {
        return Account.unwrap(account) & FORMER_BIT != 0;
    }

    function isOnBankRoute(Account account) internal pure returns (bool) {
        return Account.unwrap(account) & BANK_BIT != 0;
    }

    function routeNonce(Account account) internal pure returns (uint256) {
        return Account.unwrap(account) >> NONCE_SHIFT;
    }
}
