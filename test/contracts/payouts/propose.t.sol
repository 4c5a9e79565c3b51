// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {Entries} from "../support/Entries.sol";
import {NewContracts} from "../support/NewContracts.sol";
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
        vault.claim(key, 2, 0, 0, walletOf(2), new bytes32[](0));
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
        IPayoutVault.Pending memory pending = vault.pending();
        equal(pending.proposalHash, vault.hashProposal(proposal), "what is in review");
        isTrue(pending.total == 600 && pending.period == 1, "total and period");
        isTrue(pending.proposer == SETTLER && pending.reviewEndsAt == ends, "who and until when");
        equal(vault.acceptedTotal(), 0, "not in force");
        equal(vault.liabilities(), 600, "but already kept for the members");
    }

    function test_RevertWhen_ReviewWindowDoesNotFit() public {
        uint64[2] memory windows = [uint64(1 hours - 1), uint64(90 days + 1)];
        for (uint256 i = 0; i < windows.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadReviewWindow.selector, windows[i]));
            NewContracts.payoutVault(address(manager), IERC20(address(token)), genealogy, ledger, windows[i]);
        }
        windows = [uint64(1 hours), uint64(90 days)];
        for (uint256 i = 0; i < windows.length; i++) {
            IPayoutVault other = NewContracts.payoutVault(
                address(manager),
                IERC20(address(token)),
                genealogy,
                ledger,
                windows[i]
            );
            equal(other.reviewWindow(), windows[i], "the shortest and the longest fit");
            equal(other.token(), address(token), "what it pays with");
        }
    }

    function test_C29_NoWordThatARootChangesIsZeroBeforeTheFirst() public {
        IERC20 dollars = IERC20(address(token));
        address other = address(NewContracts.payoutVault(address(manager), dollars, genealogy, ledger, REVIEW_WINDOW));
        equal(vm.load(other, bytes32(uint256(1))), bytes32(type(uint256).max << 104), "a seal that no root has, no counts");
        equal(vm.load(other, bytes32(uint256(2))), bytes32(uint256(1) << 64), "no key, no credits");
        equal(vm.load(other, bytes32(uint256(3))), bytes32(uint256(uint160(other)) << 96), "a review that is over");
        equal(vm.load(other, bytes32(uint256(4))), bytes32(uint256(1) << 64), "nothing proposed, a sum of 0");
        equal(vm.load(other, bytes32(uint256(5))), bytes32(uint256(1) << 64), "nothing accepted, a sum of 0");
    }

    function test_C25_RevertWhen_TokenHasTooManyDecimals() public {
        uint8[4] memory fit = [0, 2, 6, 8];
        for (uint256 i = 0; i < fit.length; i++) {
            NewContracts.payoutVault(address(manager), new DecimalsToken(fit[i]), genealogy, ledger, REVIEW_WINDOW);
        }
        IERC20 eighteen = new DecimalsToken(18);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadDecimals.selector, uint8(18)));
        NewContracts.payoutVault(address(manager), eighteen, genealogy, ledger, REVIEW_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadDecimals.selector, uint8(0)));
        NewContracts.payoutVault(address(manager), IERC20(STRANGER), genealogy, ledger, REVIEW_WINDOW);
    }

    function test_AHashSaysAllOfAProposal() public view {
        IPayoutVault.Proposal memory proposal = proposalOf(1, next, 3);
        bytes32 top = keccak256(abi.encode(proposal)) & ~bytes32(uint256(type(uint64).max));
        equal(vault.hashProposal(proposal), top | bytes32(uint256(600)), "192 bits of hash, 64 of sum");
    }

    function test_C31_ThePeriodOfTheAcceptedRootIsTheLastThatIsRefused() public {
        settle(1, next, 3);
        sellAndClose(0);
        sellAndClose(0);
        settle(3, next, 3);
        for (uint32 period = 1; period <= 3; period++) {
            IPayoutVault.Proposal memory proposal = proposalOf(period, next, 3);
            _expectRefusal(
                abi.encodeWithSelector(IPayoutVault.PayoutVaultPeriodAlreadyAccepted.selector, period, uint32(3)),
                proposal
            );
        }
        sellAndClose(0);
        propose(4, next, 3);
    }
}
