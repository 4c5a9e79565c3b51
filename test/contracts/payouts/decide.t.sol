// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

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
        vault.accept(proposed);
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, APPROVER));
        vault.reject(proposed, "no");
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, GUARDIAN));
        vault.refereeReject(proposed, "no");
    }

    function _expectNothingPending() private {
        vm.prank(APPROVER);
        vm.expectRevert(IPayoutVault.PayoutVaultNothingPending.selector);
        vault.accept(proposed);
        vm.prank(GUARDIAN);
        vm.expectRevert(IPayoutVault.PayoutVaultNothingPending.selector);
        vault.reject(proposed, "no");
        vm.prank(REFEREE);
        vm.expectRevert(IPayoutVault.PayoutVaultNothingPending.selector);
        vault.refereeReject(proposed, "no");
    }

    function test_RevertGiven_NothingIsPending() public {
        _expectNothingPending();
        propose(1, next, 3);
        vm.prank(GUARDIAN);
        vault.reject(proposed, "no");
        vm.warp(block.timestamp + REVIEW_WINDOW);
        _expectNothingPending();
        settle(1, next, 3);
        _expectNothingPending();
    }

    function test_RevertWhen_AnythingOfTheProposalIsAnother() public {
        propose(1, next, 3);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        bytes32 pending = vault.hashProposal(proposed);
        for (uint256 field = 0; field < 7; field++) {
            IPayoutVault.Proposal memory other = proposed;
            if (field == 0) other.period += 1;
            if (field == 1) other.planVersion += 1;
            if (field == 2) other.leafCount += 1;
            if (field == 3) other.root ^= bytes32(uint256(1) << 64);
            if (field == 4) other.inputHash ^= bytes32(uint256(1));
            if (field == 5) other.stateRoot ^= bytes32(uint256(1));
            if (field == 6) other.fileHash ^= bytes32(uint256(1));
            bytes32 given = vault.hashProposal(other);
            bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultUnexpectedProposal.selector, given, pending);
            vm.prank(APPROVER);
            vm.expectRevert(fault);
            vault.accept(other);
            vm.prank(GUARDIAN);
            vm.expectRevert(fault);
            vault.reject(other, "no");
            vm.prank(REFEREE);
            vm.expectRevert(fault);
            vault.refereeReject(other, "no");
        }
        accept(proposed);
    }

    function test_C19_ARefereeEndsTheReviewAsAGuardianDoes() public {
        propose(1, next, 3);
        vm.prank(REFEREE);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.RootRejected(3, 1, next, REFEREE, "leaf 3");
        vault.refereeReject(proposed, "leaf 3");
        equal(vault.liabilities(), 0, "nothing is kept for it any more");
        propose(1, next, 3);
    }

    function test_RejectEndsTheReview() public {
        propose(1, next, 3);
        vm.prank(GUARDIAN);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.RootRejected(3, 1, next, GUARDIAN, "member 3 is owed less");
        vault.reject(proposed, "member 3 is owed less");
        equal(vault.liabilities(), 0, "nothing is kept for it any more");
        bytes32 review = vm.load(address(vault), bytes32(uint256(3)));
        equal(review, bytes32((uint256(uint160(SETTLER)) << 96) | (uint256(1) << 64)), "only its end is gone");
        propose(1, next, 3);
    }

    function test_RevertWhen_ApproverIsTheProposer() public {
        manager.grantRole(4, SETTLER, 0);
        propose(1, next, 3);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultSamePerson.selector, SETTLER));
        vault.accept(proposed);

        bytes memory call = abi.encodeCall(vault.accept, (proposed));
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultSamePerson.selector, address(manager)));
        manager.execute(address(vault), call);
    }

    function test_C20_C31_RevertWhile_TheReviewLasts() public {
        propose(1, next, 3);
        uint64 ends = uint64(block.timestamp) + REVIEW_WINDOW;
        vm.warp(ends - 1);
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultInReview.selector, ends));
        vault.accept(proposed);
        vm.warp(ends);
        accept(proposed);
    }

    function test_C18_RevertGiven_TheMoneyIsGone() public {
        propose(1, next, 3);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        vm.prank(address(vault));
        token.transfer(STRANGER, 1);
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultUnderfunded.selector, 1));
        vault.accept(proposed);
    }

    function test_AcceptPutsTheRootInForceAndTells() public {
        propose(1, next, 3);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        vm.roll(100);
        vm.expectEmit(true, true, true, false, address(vault));
        emit IPayoutVault.RootAccepted(3, 1, next, 600, APPROVER, 0);
        accept(proposed);
        IPayoutVault.Accepted memory accepted = vault.accepted();
        isTrue(accepted.period == 1 && accepted.leafCount == 3 && accepted.root == next, "accepted");
        bytes32 salt = bytes32(uint256(uint32(uint256(blockhash(99)))));
        equal(bytes32(uint256(uint96(accepted.key))), bytes32((uint256(3) << 64) | (uint256(1) << 32)) | salt, "key");
        equal(vault.pending().proposalHash, 0, "nothing is pending");
        isTrue(vault.pending().reviewEndsAt == 0 && vault.pending().proposer == address(0), "nor anybody");
        equal(vault.liabilities(), 600, "liabilities");
    }

    /// @dev The root's seal shares a slot with both counters.
    function test_AcceptKeepsTheCountersWhateverTheyAre() public {
        for (uint32 period = 1; period <= 3; period++) {
            fund(1);
            uint64 before = vault.lastSeq();
            settle(period, next, 3);
            equal(vault.lastSeq(), before + 2, "one proposed, one accepted");
            equal(vault.totalSettled(), 0, "nothing was paid");
            sellAndClose(0);
        }
    }

    /// @dev Whatever a stolen settler's key tries while a root is in review, it stays what and until when it was.
    function testFuzz_C20_NothingBuriesOrRefreshesWhatIsInReview(uint32[6] memory waits, uint8 period) public {
        sellAndClose(1_000_000);
        fund(1_000_000);
        propose(1, next, 3);
        IPayoutVault.Pending memory before = vault.pending();
        bytes32 other = TreeBuilder.root(treeOf(three(400_000, 0, 0)));
        uint256 time = block.timestamp;
        for (uint256 i = 0; i < waits.length; i++) {
            time += waits[i] % (2 days);
            vm.warp(time);
            uint32 which = uint32(between(period >> i, 1, 2));
            IPayoutVault.Proposal memory proposal = proposalOf(which, i % 2 == 0 ? other : next, 3);
            vm.prank(SETTLER);
            vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultProposalPending.selector, uint32(1)));
            vault.propose(proposal);
            IPayoutVault.Pending memory still = vault.pending();
            isTrue(still.proposalHash == before.proposalHash && still.reviewEndsAt == before.reviewEndsAt, "as before");
            vm.prank(APPROVER);
            try vault.accept(proposed) {
                isTrue(time >= before.reviewEndsAt, "not before the window is over");
                return;
            } catch {
                isTrue(time < before.reviewEndsAt, "not after it");
            }
        }
    }

    function testFuzz_C20_AReplacementGetsAWholeWindow(uint32 first, uint32 second) public {
        propose(1, next, 3);
        uint64 ends = vault.pending().reviewEndsAt;
        vm.warp(ends - REVIEW_WINDOW + (first % REVIEW_WINDOW));
        vm.prank(GUARDIAN);
        vault.reject(proposed, "no");
        propose(1, TreeBuilder.root(treeOf(three(1, 2, 3))), 3);
        equal(vault.pending().reviewEndsAt, ends + (first % REVIEW_WINDOW), "a window from then on");
        ends = vault.pending().reviewEndsAt;
        vm.warp(ends - 1 - (second % REVIEW_WINDOW));
        vm.prank(APPROVER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultInReview.selector, ends));
        vault.accept(proposed);
    }
}
