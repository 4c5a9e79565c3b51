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
    uint256 private constant LEVELS = 10;
    uint256 private constant LEVEL_BITS = 20;
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
            if (!account.actsFor(uint32(leaf >> 64)) || account.isOnBankRoute()) continue;
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
        uint32 period,
        uint64 cv,
        uint256 levels
    ) external returns (uint256[LEVELS] memory credits) {
        if (msg.sender != ledger) revert GenealogyNotLedger(msg.sender);
        if (period >= type(uint16).max) revert GenealogyFull();
        Node link = _linkOf(memberId).withSale(memberId, saleNumber);
        // Safety: `period` is below the maximum.
        unchecked {
            if (!customerSale) link = link.withActiveThrough(uint16(period + 1));
        }
        _links[memberId] = link;

        _creditLine(customerSale ? memberId : link.parent(), period, cv, uint200(levels), credits);
        // The ten words lie in memory as they are returned: no loop to copy them.
        assembly ("memory-safe") {
            return(credits, 0x140)
        }
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

    /// @dev Walks up from `id` and credits a level to everybody who is active. Assembly because a sale goes round ten times and
    /// should pay for its slots, not for masks: 2,500 gas a sale less than the compiler's (`npm run bench:contracts`).
    /// Only the credit lane of a link changes, and the sum was seen to fit, so nothing is carried into the next lane (R1).
    /// @param levels no more than ten of 20 bits, so that none is left after the tenth
    /// @param credits filled in the order of the levels
    function _creditLine(uint256 id, uint256 period, uint256 cv, uint200 levels, uint256[LEVELS] memory credits) private {
        uint256 creditAt = MemberLink.CREDIT_SHIFT;
        uint256 activeAt = MemberLink.ACTIVE_SHIFT;
        bool full = false;
        assembly ("memory-safe") {
            let place := credits
            let rest := levels
            for {
                let looked := 0
            } and(lt(looked, FARTHEST), and(gt(id, COMPANY), gt(rest, 0))) {
                looked := add(looked, 1)
            } {
                let slot := add(_links.slot, id)
                let link := sload(slot)
                if iszero(lt(and(shr(activeAt, link), 0xffff), period)) {
                    let amount := div(mul(and(rest, 0xfffff), cv), PPM)
                    if amount {
                        if gt(add(and(shr(creditAt, link), 0xffffffffffffff), amount), 0xffffffffffffff) {
                            full := true
                            break
                        }
                        sstore(slot, add(link, shl(creditAt, amount)))
                        mstore(place, or(shl(64, id), amount))
                    }
                    rest := shr(LEVEL_BITS, rest)
                    place := add(place, 0x20)
                }
                id := and(link, 0xffffffff)
            }
        }
        if (full) revert GenealogyFull();
    }

    function _payableAccount(uint32 memberId, address wallet) private view returns (Account account) {
        account = _accounts[wallet];
        if (!account.actsFor(memberId)) revert GenealogyNotTheWallet(memberId, wallet);
        if (account.isOnBankRoute()) revert GenealogyBankRoute(memberId);
    }
}
