// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {Entries} from "../support/Entries.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

contract PayoutVaultWithdrawSurplusTest is PayoutTest {
    function setUp() public override {
        super.setUp();
        payAmounts(1, three(100, 200, 300));
        fund(50);
    }

    function _expectOverSurplus(uint256 amount, uint256 surplus) private {
        vm.prank(TREASURER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultOverSurplus.selector, amount, surplus));
        vault.withdrawSurplus(STRANGER, amount);
    }

    function test_RevertWhen_CallerHasNoRole() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        vault.withdrawSurplus(STRANGER, 1);
    }

    function test_RevertWhen_MoreThanTheSurplus() public {
        _expectOverSurplus(51, 50);
        claim(2, 100);
        _expectOverSurplus(51, 50);
    }

    function test_KeepsBackWhatIsInReview() public {
        sellAndClose(0);
        bytes32 next = TreeBuilder.root(treeOf(three(130, 200, 300)));
        propose(2, next, 3);
        _expectOverSurplus(21, 20);
        vm.prank(GUARDIAN);
        vault.reject(proposed, "no");
        equal(vault.surplus(), 50, "free again");
    }

    function test_MovesTheSurplusAndTells() public {
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.SurplusWithdrawn(5, STRANGER, 50);
        vm.prank(TREASURER);
        vault.withdrawSurplus(STRANGER, 50);
        isTrue(token.balanceOf(STRANGER) == 50 && vault.surplus() == 0, "moved");
        isTrue(claim(2, 100) == 100 && claim(3, 200) == 200 && claim(4, 300) == 300, "everybody is still paid");
    }

    function test_FundMovesAndTells() public {
        token.mint(address(this), 7);
        token.approve(address(vault), 7);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.Funded(5, address(this), 7);
        vault.fund(7);
        equal(vault.surplus(), 57, "surplus");
    }

    function test_KeepsBackWhatRecordedSalesMayComeTo() public {
        fund(1_000_000);
        equal(vault.surplus(), 1_000_050, "of closed and accepted periods nothing more is kept");
        record(Entries.short(1, 1, 100, 1_000_000, 2));
        isTrue(vault.reserve() == 400_000 && vault.surplus() == 600_050, "a sale of the open period");
        closePeriod(2);
        equal(vault.surplus(), 600_050, "closing changes nothing");
        _expectOverSurplus(600_051, 600_050);
        fund(1);
        // 300,000 of the 400,000 that the period allows: the rest falls to the company once it is accepted.
        payAmounts(2, three(100_000, 100_000, 100_600));
        equal(vault.surplus(), 1_000_051 - 300_000, "the rest of the allowance");
        equal(vault.reserve(), 0, "nothing is reserved");
    }

    function test_ARootInReviewIsMadeOfTheReserve() public {
        fund(1_000_000);
        sellAndClose(1_000_000);
        uint256 before = vault.surplus();
        propose(2, TreeBuilder.root(treeOf(three(150_000, 200, 300))), 3);
        isTrue(vault.liabilities() == 150_500 && vault.surplus() == before, "kept back once");
        vm.prank(GUARDIAN);
        vault.reject(proposed, "no");
        // A root may use what an earlier period left over; then it is more than the reserve.
        propose(2, TreeBuilder.root(treeOf(three(750_000, 200, 300))), 3);
        equal(vault.surplus(), 1_000_650 - 750_500, "all of it");
    }

    function test_RefundsLowerTheReserveButNotBelowNothing() public {
        fund(1_000_000);
        record(Entries.short(1, 1, 100, 1_000_000, 2));
        record(Entries.short(3, 1, 100, 500_000, 2));
        equal(vault.reserve(), 200_000, "half");
        record(Entries.short(3, 1, 100, 5_000_000, 1));
        isTrue(vault.reserve() == 0 && vault.surplus() == 1_000_050, "nothing");
        closePeriod(2);
        payAmounts(2, three(100, 200, 300));
        // The budget lies far below what was accepted: only growth beyond that is reserved.
        record(Entries.short(1, 1, 100, 5_000_000, 3));
        int256 growth = int256(ledger.openBudget()) - 600;
        isTrue(growth > 0 && vault.reserve() == uint256(growth), "growth beyond what is owed");
    }
}
