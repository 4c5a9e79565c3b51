// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Acceptance, AcceptanceWord} from "./Acceptance.sol";

/// @dev proposer 160 | period 32 | endsAt 64. Nothing is in review when `endsAt` is 0 (rejected) or the period was accepted; the
/// rest stays as it was then, because a slot that is never zero is cheaper to write the next time.
type Review is uint256;

using ReviewWord for Review global;

/// @title ReviewWord: who proposed what until when
library ReviewWord {
    function begin(address proposer_, uint32 period_, uint64 endsAt_) internal pure returns (Review) {
        return Review.wrap((uint256(uint160(proposer_)) << 96) | (uint256(period_) << 64) | endsAt_);
    }

    function proposer(Review review) internal pure returns (address) {
        return address(uint160(Review.unwrap(review) >> 96));
    }

    function period(Review review) internal pure returns (uint32) {
        return uint32(Review.unwrap(review) >> 64);
    }

    function endsAt(Review review) internal pure returns (uint64) {
        return uint64(Review.unwrap(review));
    }

    function isOpen(Review review, Acceptance acceptance) internal pure returns (bool) {
        return endsAt(review) != 0 && period(review) > AcceptanceWord.periodOf(acceptance.key());
    }

    function ended(Review review) internal pure returns (Review) {
        return Review.wrap((Review.unwrap(review) >> 64) << 64);
    }
}
