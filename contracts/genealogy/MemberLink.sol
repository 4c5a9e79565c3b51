// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {JumpPointer, Node} from "./JumpPointer.sol";

/// @title MemberLink: the money lanes beside a sponsor link
/// @dev Above the bits of `JumpPointer`: credit 56 | activeThrough 16 | highestSale 32 | saleWindow 31 | hasWallet 1. A sale reads
/// the link to find the upline, so what it writes lies in the same slot and no slot is ever new to it. Every function here keeps
/// the bits below `JumpPointer.WIDTH` as they are (R1). The window has 32 numbers: the highest is always used, so it needs no bit.
library MemberLink {
    uint256 internal constant CREDIT_SHIFT = JumpPointer.WIDTH;
    uint256 internal constant ACTIVE_SHIFT = CREDIT_SHIFT + 56;
    uint256 private constant HIGHEST_SHIFT = ACTIVE_SHIFT + 16;
    uint256 private constant WINDOW_SHIFT = HIGHEST_SHIFT + 32;
    uint256 private constant WALLET_BIT = 1 << (WINDOW_SHIFT + 31);
    uint256 private constant SALE_MASK = uint256(type(uint64).max >> 1) << HIGHEST_SHIFT;
    uint256 private constant WINDOW_LENGTH = 32;

    function withWallet(Node node) internal pure returns (Node) {
        return Node.wrap(Node.unwrap(node) | WALLET_BIT);
    }

    function withoutCredit(Node node) internal pure returns (Node) {
        return Node.wrap(Node.unwrap(node) & ~(uint256(type(uint56).max) << CREDIT_SHIFT));
    }

    function withActiveThrough(Node node, uint16 period) internal pure returns (Node) {
        uint256 rest = Node.unwrap(node) & ~(uint256(type(uint16).max) << ACTIVE_SHIFT);
        return Node.wrap(rest | (uint256(period) << ACTIVE_SHIFT));
    }

    /// @notice The link once sale `number` is used up: the sliding window of RFC 4303, section 3.4.3, over 32 numbers.
    /// @param memberId only for the error
    function withSale(Node node, uint32 memberId, uint32 number) internal pure returns (Node) {
        uint256 highest = highestSale(node);
        uint256 window = saleWindow(node);
        // Safety: what is taken off is never more; shifts are below 32.
        unchecked {
            if (number > highest) {
                uint256 ahead = number - highest;
                window = ahead < WINDOW_LENGTH ? uint32(window << ahead) | 1 : 1;
                highest = number;
            } else {
                uint256 behind = highest - number;
                if (number == 0 || behind >= WINDOW_LENGTH) {
                    revert IGenealogy.GenealogySaleNumberTooOld(memberId, number, uint32(highest));
                }
                if ((window >> behind) & 1 == 1) revert IGenealogy.GenealogySaleNumberUsed(memberId, number);
                window |= 1 << behind;
            }
        }
        return Node.wrap((Node.unwrap(node) & ~SALE_MASK) | (highest << HIGHEST_SHIFT) | ((window >> 1) << WINDOW_SHIFT));
    }

    function isPresent(Node node) internal pure returns (bool) {
        return Node.unwrap(node) != 0;
    }

    function hasWallet(Node node) internal pure returns (bool) {
        return Node.unwrap(node) & WALLET_BIT != 0;
    }

    function credit(Node node) internal pure returns (uint64) {
        return uint56(Node.unwrap(node) >> CREDIT_SHIFT);
    }

    function activeThrough(Node node) internal pure returns (uint16) {
        return uint16(Node.unwrap(node) >> ACTIVE_SHIFT);
    }

    function highestSale(Node node) internal pure returns (uint32) {
        return uint32(Node.unwrap(node) >> HIGHEST_SHIFT);
    }

    function saleWindow(Node node) internal pure returns (uint32) {
        uint256 rest = (Node.unwrap(node) & ~WALLET_BIT) >> WINDOW_SHIFT;
        return uint32(rest << 1) | (highestSale(node) == 0 ? 0 : 1);
    }
}
