// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev What governs the open period, fetched once when it is opened, and whether the expected Checkout is named. One word, from
/// the lowest bit: levels 200 | capPpm 20 | planVersion 32 | expected 1. A struct would be read member by member.
type Terms is uint256;

using TermsWord for Terms global;

/// @title TermsWord: reads and makes terms
library TermsWord {
    uint256 private constant CAP_SHIFT = 200;
    uint256 private constant VERSION_SHIFT = 220;
    uint256 private constant EXPECTED_BIT = 1 << 252;

    /// @param levels_ ten of 20 bits at most
    function opened(uint256 levels_, uint256 capPpm_, uint32 version) internal pure returns (Terms) {
        return Terms.wrap(levels_ | (capPpm_ << CAP_SHIFT) | (uint256(version) << VERSION_SHIFT));
    }

    /// @notice The same terms, with the word whether the expected Checkout is named.
    function withExpected(Terms terms, bool named) internal pure returns (Terms) {
        uint256 rest = Terms.unwrap(terms) & ~EXPECTED_BIT;
        return Terms.wrap(named ? rest | EXPECTED_BIT : rest);
    }

    function levels(Terms terms) internal pure returns (uint256) {
        return uint200(Terms.unwrap(terms));
    }

    function capPpm(Terms terms) internal pure returns (uint24) {
        return uint24((Terms.unwrap(terms) >> CAP_SHIFT) & 0xfffff);
    }

    function planVersion(Terms terms) internal pure returns (uint32) {
        return uint32(Terms.unwrap(terms) >> VERSION_SHIFT);
    }

    function isExpectedNamed(Terms terms) internal pure returns (bool) {
        return Terms.unwrap(terms) & EXPECTED_BIT != 0;
    }
}
