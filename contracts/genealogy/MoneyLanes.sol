// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {Account} from "./Account.sol";
import {Node} from "./JumpPointer.sol";
import {MemberLink} from "./MemberLink.sol";
import {Members} from "./Members.sol";

/// @title MoneyLanes: what the vault and the ledger note in the slots of members
/// @notice What it promises is written in `IGenealogy`. Only amounts, activity and sale numbers are written here; neither caller,
/// however hostile, reaches a link, a place or a wallet.
abstract contract MoneyLanes is Members {
    using MemberLink for Node;

    uint32 private constant COMPANY = 1;
    uint256 private constant LEVEL_BITS = 20;
    /// @dev An entry of kind 5 and level 1, as `IVolumeLedger` lays it out, and what the next level adds.
    uint256 private constant FIRST_CREDIT = 0x0500000000000000010000000000000000000000000000000000000000000000;
    uint256 private constant NEXT_LEVEL = 1 << 184;
    /// @dev Bounds what one sale can cost in a line of inactive members.
    uint256 private constant FARTHEST = 40;
    uint256 private constant PPM = 1_000_000;
    uint256 private constant LEAF = 12;

    /// @inheritdoc IGenealogy
    address public immutable payoutVault;
    /// @inheritdoc IGenealogy
    address public immutable ledger;

    modifier onlyVault() {
        if (msg.sender != payoutVault) revert GenealogyNotVault(msg.sender);
        _;
    }

    constructor(address vault, address ledger_) {
        payoutVault = vault;
        ledger = ledger_;
    }

    // External functions: the vault

    /// @inheritdoc IGenealogy
    function settle(uint32 memberId, address wallet, uint64 cumulative) external onlyVault returns (uint64 previous) {
        Account account = _payableAccount(memberId, wallet);
        previous = account.settled();
        if (cumulative > previous) _accounts[wallet] = account.withSettled(cumulative);
    }

    /// @inheritdoc IGenealogy
    function settleMany(bytes calldata leaves, address[] calldata wallets) external onlyVault returns (uint64[] memory amounts) {
        if (leaves.length != wallets.length * LEAF) revert GenealogyBadBatch(leaves.length, wallets.length);
        amounts = new uint64[](wallets.length);
        for (uint256 i = 0; i < wallets.length; i++) {
            uint96 leaf;
            address wallet;
            // Slices and checked reads cost 300 gas for each of a batch; the lengths were checked above.
            assembly ("memory-safe") {
                leaf := shr(160, calldataload(add(leaves.offset, mul(i, LEAF))))
                wallet := shr(96, shl(96, calldataload(add(wallets.offset, shl(5, i)))))
            }
            Account account = _accounts[wallet];
            if (!account.isPayableTo(uint32(leaf >> 64))) continue;
            uint64 cumulative = uint64(leaf);
            uint64 previous = account.settled();
            if (cumulative <= previous) continue;
            _accounts[wallet] = account.withSettled(cumulative);
            // Safety: it is lower.
            unchecked {
                amounts[i] = cumulative - previous;
            }
        }
    }

    /// @inheritdoc IGenealogy
    function settleBank(uint32 memberId, address key, uint64 cumulative) external onlyVault returns (uint64 previous) {
        Account account = _accountOf(memberId, key);
        // A member without a wallet is on the bank route by nature.
        if (!_isReserved(key) && !account.isOnBankRoute()) revert GenealogyTokenRoute(memberId);
        previous = account.settled();
        if (cumulative > previous) _accounts[key] = account.withSettled(cumulative);
    }

    /// @inheritdoc IGenealogy
    function takeCredit(uint32 memberId, address wallet) external onlyVault returns (uint64 amount) {
        _payableAccount(memberId, wallet);
        Node link = _links[memberId];
        amount = link.credit();
        if (amount != 0) _links[memberId] = link.withoutCredit();
    }

    // External functions: the ledger

    /// @inheritdoc IGenealogy
    function creditSale(
        uint32 memberId,
        bool customerSale,
        uint32 saleNumber,
        uint64 cv,
        uint48 orderRef,
        uint256 levels,
        uint32 period
    ) external returns (uint256, bytes memory) {
        if (msg.sender != ledger) revert GenealogyNotLedger(msg.sender);
        if (period >= type(uint16).max) revert GenealogyFull();
        Node link = _linkOf(memberId).withSale(memberId, saleNumber);
        // Safety: `period` is below the maximum.
        unchecked {
            if (!customerSale) link = link.withActiveThrough(uint16(period + 1));
        }
        _links[memberId] = link;

        _creditLine(
            customerSale ? memberId : link.parent(),
            period,
            cv,
            uint200(levels),
            FIRST_CREDIT | (uint256(orderRef) << 96)
        );
    }

    // View functions

    /// @inheritdoc IGenealogy
    function settledOf(uint32 memberId, address wallet) external view returns (uint64) {
        _requireMember(memberId);
        return _accountOf(memberId, wallet == address(0) ? _keyOf(memberId) : wallet).settled();
    }

    /// @inheritdoc IGenealogy
    function salesOf(
        uint32 memberId
    ) external view returns (uint64 credit, uint32 activeThrough, uint32 highestSale, uint32 saleWindow) {
        Node link = _linkOf(memberId);
        return (link.credit(), link.activeThrough(), link.highestSale(), link.saleWindow());
    }

    // Internal functions

    /// @dev Walks up from `id`, credits a level to everybody who is active, and ends the call with what `creditSale` returns.
    /// Assembly because a sale goes round ten times and should pay for its slots, not for masks and copies: 3,500 gas a sale less
    /// than the compiler's (`npm run bench:contracts`).
    /// Only the credit lane of a link may change (R1): an amount too much for it changes the bits above, which is seen in the end
    /// and undoes all of it.
    /// @param levels no more than ten of 20 bits, so that none is left after the tenth
    /// @param entry of the first level, without member and amount
    function _creditLine(uint256 id, uint256 period, uint256 cv, uint200 levels, uint256 entry) private {
        uint256 creditAt = MemberLink.CREDIT_SHIFT;
        uint256 activeAt = MemberLink.ACTIVE_SHIFT;
        bool full;
        uint256 told;
        uint256 size;
        assembly ("memory-safe") {
            told := mload(0x40)
            let place := add(told, 0x60)
            let rest := levels
            // With its lane at the top, a link is below this word exactly when it is active for less than `period`.
            let belowTop := sub(240, activeAt)
            let first := shl(240, period)
            let changed := 0
            let instant := 0
            for {
                let left := FARTHEST
            } mul(mul(left, rest), gt(id, COMPANY)) {
                left := sub(left, 1)
            } {
                let slot := add(_links.slot, id)
                let link := sload(slot)
                if iszero(lt(shl(belowTop, link), first)) {
                    let amount := div(mul(and(rest, 0xfffff), cv), PPM)
                    if amount {
                        let credited := add(link, shl(creditAt, amount))
                        changed := or(changed, xor(credited, link))
                        instant := add(instant, amount)
                        sstore(slot, credited)
                        mstore(place, or(entry, or(shl(216, id), shl(144, amount))))
                        place := add(place, 20)
                    }
                    rest := shr(LEVEL_BITS, rest)
                    entry := add(entry, NEXT_LEVEL)
                }
                id := and(link, 0xffffffff)
            }
            full := gt(shr(activeAt, changed), 0)
            size := sub(place, add(told, 0x60))
            // What the answer pads with must be zero.
            mstore(place, 0)
            mstore(0x40, add(place, 0x20))
            mstore(told, instant)
            mstore(add(told, 0x20), 0x40)
            mstore(add(told, 0x40), size)
        }
        if (full) revert GenealogyFull();
        assembly ("memory-safe") {
            return(told, add(0x60, and(add(size, 0x1f), not(0x1f))))
        }
    }

    function _payableAccount(uint32 memberId, address wallet) private view returns (Account account) {
        account = _accounts[wallet];
        if (account.isPayableTo(memberId)) return account;
        if (!account.actsFor(memberId)) revert GenealogyNotTheWallet(memberId, wallet);
        revert GenealogyBankRoute(memberId);
    }
}
