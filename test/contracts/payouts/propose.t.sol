// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {PayoutVault} from "../../../contracts/payouts/PayoutVault.sol";
import {Entries} from "../support/Entries.sol";
import {DecimalsToken} from "../support/Tokens.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

contract PayoutVaultProposeTest is PayoutTest {
    bytes32 private next;

    function setUp() public override {
        super.setUp();
        next = TreeBuilder.root(treeOf(three(100, 200, 300)));
        fund(600);
    }

    function _expectRefusal(bytes memory fault, IPayoutVault.Proposal memory proposal) private {
        vm.prank(SETTLER);
        vm.expectRevert(fault);
        vault.propose(proposal);
    }

    function test_RevertWhen_CallerHasNoRole() public {
        IPayoutVault.Proposal memory proposal = proposalOf(1, next, 3);
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, APPROVER));
        vault.propose(proposal);
    }

    function test_RevertWhen_CallerHidesBehindTheAuthority() public {
        bytes memory call = abi.encodeCall(vault.propose, (proposalOf(1, next, 3)));
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultSamePerson.selector, address(manager)));
        manager.execute(address(vault), call);
    }

    function test_C20_RevertGiven_ARootIsInReview() public {
        propose(1, next, 3);
        bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultProposalPending.selector, uint32(1));
        _expectRefusal(fault, proposalOf(1, next, 3));
        vm.warp(block.timestamp + 30 days);
        _expectRefusal(fault, proposalOf(1, TreeBuilder.root(treeOf(three(1, 2, 3))), 3));
    }

    function test_RevertGiven_PeriodWasAccepted() public {
        settle(1, next, 3);
        bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultPeriodAlreadyAccepted.selector, uint32(1), uint32(1));
        _expectRefusal(fault, proposalOf(1, next, 3));
    }

    function test_RevertWhen_FoundingPeriodIsProposed() public {
        bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultPeriodAlreadyAccepted.selector, uint32(0), uint32(0));
        _expectRefusal(fault, proposalOf(0, next, 3));
    }

    function test_RevertGiven_PeriodIsNotClosed() public {
        IPayoutVault.Proposal memory proposal = proposalOf(1, next, 3);
        proposal.period = 2;
        _expectRefusal(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerPeriodNotClosed.selector, uint32(2)), proposal);
    }

    function test_RevertWhen_PlanIsNotThatOfThePeriod() public {
        IPayoutVault.Proposal memory proposal = proposalOf(1, next, 3);
        proposal.planVersion = 2;
        _expectRefusal(abi.encodeWithSelector(IPayoutVault.PayoutVaultWrongPlan.selector, uint32(2), uint32(1)), proposal);
    }

    function test_RevertWhen_InputsAreNotThoseOfThePeriod() public {
        IPayoutVault.Proposal memory proposal = proposalOf(1, next, 3);
        bytes32 expected = proposal.inputHash;
        proposal.inputHash = keccak256("other");
        _expectRefusal(
            abi.encodeWithSelector(IPayoutVault.PayoutVaultWrongInputs.selector, keccak256("other"), expected),
            proposal
        );
    }

    function test_C24_RevertWhen_LeavesAndRootDisagree() public {
        bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultBadLeafCount.selector, uint32(0));
        _expectRefusal(fault, proposalOf(1, next, 0));
        fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultBadLeafCount.selector, uint32(3));
        _expectRefusal(fault, proposalOf(1, 0, 3));
    }

    function test_C24_TheEmptyTreeCanBeProposed() public {
        settle(1, 0, 0);
        isTrue(vault.accepted().period == 1 && vault.acceptedTotal() == 0, "nobody is owed anything");
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadProof.selector, uint32(2)));
        vault.claim(0, 2, 0, 0, new bytes32[](0));
    }

    function test_RevertWhen_TotalFalls() public {
        settle(1, next, 3);
        sellAndClose(0);
        bytes32 less = TreeBuilder.root(treeOf(three(100, 200, 299)));
        bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultTotalFalls.selector, uint64(599), uint64(600));
        _expectRefusal(fault, proposalOf(2, less, 3));
        fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultTotalFalls.selector, uint64(0), uint64(600));
        _expectRefusal(fault, proposalOf(2, 0, 0));
    }

    function test_RevertWhen_TotalIsOverBudget() public {
        fund(1_000_000);
        bytes32 tooMuch = TreeBuilder.root(treeOf(three(400_001, 0, 0)));
        bytes memory fault = abi.encodeWithSelector(
            IPayoutVault.PayoutVaultOverBudget.selector,
            uint64(400_001),
            int128(400_000)
        );
        _expectRefusal(fault, proposalOf(1, tooMuch, 3));
        propose(1, TreeBuilder.root(treeOf(three(400_000, 0, 0))), 3);
    }

    function test_TheAcceptedTotalStaysWhenTheBudgetFalls() public {
        settle(1, next, 3);
        record(Entries.short(3, 1, 100, 2_000_000, 1));
        closePeriod(2);
        isTrue(ledger.periodOf(2).budget < 0, "refunds exceed all sales");
        bytes32 more = TreeBuilder.root(treeOf(three(100, 200, 301)));
        bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultOverBudget.selector, uint64(601), int128(-400_000));
        _expectRefusal(fault, proposalOf(2, more, 3));
        settle(2, next, 3);
        equal(vault.accepted().period, 2, "the same total in a later period");
    }

    function test_C18_RevertGiven_ItIsNotFunded() public {
        bytes32 more = TreeBuilder.root(treeOf(three(100, 200, 400)));
        _expectRefusal(abi.encodeWithSelector(IPayoutVault.PayoutVaultUnderfunded.selector, 100), proposalOf(1, more, 3));
    }

    function test_PutsTheRootInReviewAndTells() public {
        IPayoutVault.Proposal memory proposal = proposalOf(1, next, 3);
        uint64 ends = uint64(block.timestamp) + REVIEW_WINDOW;
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.RootProposed(
            2,
            1,
            next,
            600,
            3,
            1,
            proposal.inputHash,
            proposal.stateRoot,
            proposal.fileHash,
            SETTLER,
            ends
        );
        propose(1, next, 3);
        (IPayoutVault.Proposal memory pending, address proposer, uint64 reviewEndsAt) = vault.pending();
        isTrue(pending.root == next && pending.leafCount == 3 && proposer == SETTLER && reviewEndsAt == ends, "pending");
        equal(vault.acceptedTotal(), 0, "not in force");
        equal(vault.liabilities(), 600, "but already kept for the members");
    }

    function test_RevertWhen_ReviewWindowDoesNotFit() public {
        uint64[2] memory windows = [uint64(1 hours - 1), uint64(90 days + 1)];
        for (uint256 i = 0; i < windows.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadReviewWindow.selector, windows[i]));
            new PayoutVault(address(manager), IERC20(address(token)), genealogy, ledger, windows[i]);
        }
    }

    function test_C25_RevertWhen_TokenHasTooManyDecimals() public {
        uint8[4] memory fit = [0, 2, 6, 8];
        for (uint256 i = 0; i < fit.length; i++) {
            new PayoutVault(address(manager), new DecimalsToken(fit[i]), genealogy, ledger, REVIEW_WINDOW);
        }
        IERC20 eighteen = new DecimalsToken(18);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadDecimals.selector, uint8(18)));
        new PayoutVault(address(manager), eighteen, genealogy, ledger, REVIEW_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadDecimals.selector, uint8(0)));
        new PayoutVault(address(manager), IERC20(STRANGER), genealogy, ledger, REVIEW_WINDOW);
    }
}

contract PayoutVaultDecideTest is PayoutTest {
    bytes32 private next;

    function setUp() public override {
        super.setUp();
        next = TreeBuilder.root(treeOf(three(100, 200, 300)));
        fund(600);
    }

    function test_RevertWhen_CallerHasNoRole() public {
        propose(1, next, 3);
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, SETTLER));
        vault.accept(next);
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, APPROVER));
        vault.reject(next, "no");
    }

    function test_RevertGiven_NothingIsPending() public {
        vm.prank(APPROVER);
        vm.expectRevert(IPayoutVault.PayoutVaultNothingPending.selector);
        vault.accept(0);
        vm.prank(GUARDIAN);
        vm.expectRevert(IPayoutVault.PayoutVaultNothingPending.selector);
        vault.reject(0, "no");
    }

    function test_RevertWhen_AnotherRootIsMeant() public {
        propose(1, next, 3);
        bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultUnexpectedRoot.selector, bytes32("x"), next);
        vm.prank(APPROVER);
        vm.expectRevert(fault);
        vault.accept("x");
        vm.prank(GUARDIAN);
        vm.expectRevert(fault);
        vault.reject("x", "no");
    }

    function test_RejectEndsTheReview() public {
        propose(1, next, 3);
        vm.prank(GUARDIAN);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.RootRejected(3, 1, next, GUARDIAN, "member 3 is owed less");
        vault.reject(next, "member 3 is owed less");
        equal(vault.liabilities(), 0, "nothing is kept for it any more");
        propose(1, next, 3);
    }

    function test_RevertWhen_ApproverIsTheProposer() public {
        manager.grantRole(4, SETTLER, 0);
        propose(1, next, 3);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultSamePerson.selector, SETTLER));
        vault.accept(next);

        bytes memory call = abi.encodeCall(vault.accept, (next));
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultSamePerson.selector, address(manager)));
        manager.execute(address(vault), call);
    }

    function test_C20_RevertWhile_TheReviewLasts() public {
        propose(1, next, 3);
        uint64 ends = uint64(block.timestamp) + REVIEW_WINDOW;
        vm.warp(ends - 1);
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultInReview.selector, ends));
        vault.accept(next);
        vm.warp(ends);
        accept(next);
    }

    function test_C18_RevertGiven_TheMoneyIsGone() public {
        propose(1, next, 3);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        vm.prank(address(vault));
        token.transfer(STRANGER, 1);
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultUnderfunded.selector, 1));
        vault.accept(next);
    }

    function test_AcceptPutsTheRootInForceAndTells() public {
        propose(1, next, 3);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.RootAccepted(3, 1, next, 600, APPROVER);
        accept(next);
        IPayoutVault.Accepted memory accepted = vault.accepted();
        isTrue(accepted.period == 1 && accepted.leafCount == 3 && accepted.root == next, "accepted");
        (IPayoutVault.Proposal memory pending, address proposer, uint64 ends) = vault.pending();
        isTrue(pending.root == 0 && pending.period == 0 && proposer == address(0) && ends == 0, "nothing is pending");
        equal(vault.liabilities(), 600, "liabilities");
    }
}
