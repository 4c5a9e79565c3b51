// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

contract PayoutVaultWithdrawSurplusTest is PayoutTest {
    function setUp() public override {
        super.setUp();
        pay(1, treeOf(three(100, 200, 300)));
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
        sellAndClose(1_000_000);
        bytes32 next = TreeBuilder.root(treeOf(three(130, 200, 300)));
        propose(2, next, 3);
        _expectOverSurplus(21, 20);
        vm.prank(GUARDIAN);
        vault.reject(next, "no");
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
}
