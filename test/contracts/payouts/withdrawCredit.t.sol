// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {HostileToken} from "../support/Tokens.sol";
import {vm} from "../support/Vm.sol";
import {CreditScene} from "./CreditScene.sol";

contract PayoutVaultWithdrawCreditTest is CreditScene {
    function setUp() public {
        setTheCreditScene();
        // 3 sells over 100,000: 10 % for the seller and 5 % for 2, the sponsor.
        sale(3, 100_000);
        fund(15_000);
    }

    function test_C15_PaysTheCurrentWalletAndTells() public {
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.CreditWithdrawn(2, 3, walletOf(3), 10_000);
        vm.prank(STRANGER);
        equal(vault.withdrawCredit(3, walletOf(3)), 10_000, "amount");
        equal(token.balanceOf(walletOf(3)), 10_000, "balance");
        isTrue(vault.creditsPaid() == 10_000 && vault.liabilities() == 5_000, "what is left is owed to the other");
        isTrue(vault.totalSettled() == 0 && settledOf(3) == 0, "credits are no part of the roots");
    }

    function test_M3_WithdrawingTwicePaysOnce() public {
        vault.withdrawCredit(3, walletOf(3));
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultNoCredit.selector, uint32(3)));
        vault.withdrawCredit(3, walletOf(3));
        sale(3, 10_000);
        fund(1_500);
        equal(vault.withdrawCredit(3, walletOf(3)), 1_000, "later credit");
        equal(vault.withdrawCredit(2, walletOf(2)), 5_500, "both sales");
        isTrue(vault.creditsPaid() == 16_500 && vault.liabilities() == 0, "everything");
    }

    function test_RevertWhen_TheWalletIsNotTheMembers() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(3), walletOf(2)));
        vault.withdrawCredit(3, walletOf(2));
        chooseBank(3);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBankRoute.selector, uint32(3)));
        vault.withdrawCredit(3, walletOf(3));
        equal(vault.liabilities(), 15_000, "still owed");
    }

    function test_C25_RevertWhen_TheRecipientIsRefused() public {
        HostileToken hostile = new HostileToken();
        vm.etch(address(token), address(hostile).code);
        hostile = HostileToken(address(token));
        hostile.mint(address(vault), 15_000);
        hostile.refuse(walletOf(3), HostileToken.Manner.ReturnFalse);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultTransferFailed.selector, uint32(3)));
        vault.withdrawCredit(3, walletOf(3));
        isTrue(vault.creditsPaid() == 0 && vault.liabilities() == 15_000, "not noted");
        equal(vault.withdrawCredit(2, walletOf(2)), 5_000, "the other one");
    }

    function test_C18_RootsNeedMoneyBesideTheCredits() public {
        ledgerCloses(1);
        payAmountsNothingFunded();
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultUnderfunded.selector, 600));
        vault.propose(proposed);
        fund(599);
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultUnderfunded.selector, 1));
        vault.propose(proposed);
        fund(1);
        vm.prank(SETTLER);
        vault.propose(proposed);
        // A sale that was not funded raises what is owed before the root is accepted.
        sale(3, 1_000);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultUnderfunded.selector, 150));
        vault.accept(proposed);
        fund(150);
        accept(proposed);
        isTrue(vault.liabilities() == 15_750 && vault.surplus() == 0, "both kinds");
    }

    function test_M2_TheSurplusLeavesCreditsAlone() public {
        // 400,000 ppm of 100,000, less the 15,000 that were credited at once, may still be owed by the root of this period.
        isTrue(vault.reserve() == 25_000 && vault.liabilities() == 15_000, "kept back");
        fund(25_000);
        equal(vault.surplus(), 0, "all of it");
        fund(7);
        equal(vault.surplus(), 7, "what is beyond");
        vault.withdrawCredit(3, walletOf(3));
        equal(vault.surplus(), 7, "paying changes nothing");
    }
}
