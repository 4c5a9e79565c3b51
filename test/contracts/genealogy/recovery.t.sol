// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @title RecoveryTest: person 1 is member 2; person 5 is whom they trust; person 2 holds the new wallet
abstract contract RecoveryTest is UplineTest {
    uint256 internal constant OWNER = 1;
    uint256 internal constant NEXT = 2;
    uint256 internal constant FRIEND = 5;
    uint256 internal constant THIEF = 6;
    uint256 internal constant START = 1_000_000;
    uint64 internal constant READY_AT = uint64(START) + 7 days;

    function setUp() public {
        vm.warp(START);
        deploy(0);
        admit(1, OWNER);
        vm.prank(walletOf(OWNER));
        genealogy.setRecovery(walletOf(FRIEND));
    }

    function start(uint256 by, uint256 to) internal {
        bytes memory signature = signBy(to, bindDigest(2, walletOf(to), block.timestamp));
        vm.prank(walletOf(by));
        genealogy.startRecovery(2, walletOf(to), block.timestamp, signature);
    }

    function change(uint256 from, uint256 to) internal {
        bytes memory signature = signBy(to, bindDigest(2, walletOf(to), block.timestamp));
        vm.prank(walletOf(from));
        genealogy.changeWallet(walletOf(to), block.timestamp, signature);
    }

    function expectNothingRuns() internal {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNothingToRecover.selector, uint32(2)));
        genealogy.finishRecovery(2, walletOf(OWNER));
    }

    function running() internal view returns (address newWallet, uint64 readyAt) {
        (, newWallet, readyAt) = genealogy.recoveryOf(2);
    }
}

contract GenealogySetRecoveryTest is RecoveryTest {
    function test_RevertWhen_CallerActsForNobody() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNoMember.selector, STRANGER));
        genealogy.setRecovery(STRANGER);
        change(OWNER, NEXT);
        vm.prank(walletOf(OWNER));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNoMember.selector, walletOf(OWNER)));
        genealogy.setRecovery(STRANGER);
    }

    function test_SetsAndTells() public {
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.RecoveryAddressSet(5, 2, STRANGER);
        vm.prank(walletOf(OWNER));
        genealogy.setRecovery(STRANGER);
        (address recovery, , ) = genealogy.recoveryOf(2);
        equal(recovery, STRANGER, "recovery");
        vm.prank(walletOf(OWNER));
        genealogy.setRecovery(address(0));
        (recovery, , ) = genealogy.recoveryOf(2);
        equal(recovery, address(0), "nobody");
    }

    function test_CancelsWhatTheFormerOneStarted() public {
        start(FRIEND, NEXT);
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.RecoveryCancelled(6, 2);
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.RecoveryAddressSet(7, 2, STRANGER);
        vm.prank(walletOf(OWNER));
        genealogy.setRecovery(STRANGER);
        vm.warp(READY_AT);
        expectNothingRuns();
    }
}

contract GenealogyStartRecoveryTest is RecoveryTest {
    function _expectRefusal(bytes memory fault, address newWallet, uint256 deadline, bytes memory signature) private {
        vm.prank(walletOf(FRIEND));
        vm.expectRevert(fault);
        genealogy.startRecovery(2, newWallet, deadline, signature);
    }

    function test_RevertWhen_CallerIsNotTheRecoveryAddress() public {
        bytes memory signature = signBy(NEXT, bindDigest(2, walletOf(NEXT), START));
        address[4] memory others = [walletOf(OWNER), COMPANY_WALLET, REGISTRAR_ADMIN, address(this)];
        for (uint256 i = 0; i < others.length; i++) {
            vm.prank(others[i]);
            vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotRecovery.selector, others[i]));
            genealogy.startRecovery(2, walletOf(NEXT), START, signature);
        }
        // The friend of one member is nobody to another, and where nobody was named nobody is.
        vm.prank(walletOf(FRIEND));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotRecovery.selector, walletOf(FRIEND)));
        genealogy.startRecovery(1, walletOf(NEXT), START, signature);
    }

    function test_RefusesOfANewWalletWhatBindWalletRefuses() public {
        admit(1, 3);
        bytes memory good = signBy(NEXT, bindDigest(2, walletOf(NEXT), START));
        _expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogyZeroWallet.selector), address(0), START, good);
        _expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogyReservedWallet.selector, address(2)), address(2), START, good);
        bytes memory taken = abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(3), uint32(3));
        _expectRefusal(taken, walletOf(3), START, good);
        bytes memory unsigned = abi.encodeWithSelector(IGenealogy.GenealogyBadWalletSignature.selector, walletOf(NEXT));
        _expectRefusal(unsigned, walletOf(NEXT), START, signBy(FRIEND, bindDigest(2, walletOf(NEXT), START)));
    }

    function test_C31_ADeadlineHoldsThroughItsLastSecond() public {
        bytes memory signature = signBy(NEXT, bindDigest(2, walletOf(NEXT), START));
        vm.warp(START + 1);
        _expectRefusal(
            abi.encodeWithSelector(IGenealogy.GenealogySignatureExpired.selector, START),
            walletOf(NEXT),
            START,
            signature
        );
        for (uint256 early = 0; early < 2; early++) {
            vm.warp(START - early);
            vm.prank(walletOf(FRIEND));
            genealogy.startRecovery(2, walletOf(NEXT), START, signature);
        }
    }

    function test_StartsAndTells() public {
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.RecoveryStarted(5, 2, walletOf(NEXT), READY_AT);
        start(FRIEND, NEXT);
        (address newWallet, uint64 readyAt) = running();
        isTrue(newWallet == walletOf(NEXT) && readyAt == READY_AT, "running");
        equal(genealogy.recoveryDelay(), 7 days, "delay");
        equal(genealogy.memberOf(walletOf(OWNER)), 2, "nothing has moved yet");
    }

    function test_StartedAgainItBeginsAnew() public {
        start(FRIEND, THIEF);
        vm.warp(READY_AT - 1);
        start(FRIEND, NEXT);
        (address newWallet, uint64 readyAt) = running();
        isTrue(newWallet == walletOf(NEXT) && readyAt == READY_AT - 1 + 7 days, "the whole delay again");
        vm.warp(READY_AT);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyRecoveryNotReady.selector, readyAt));
        genealogy.finishRecovery(2, walletOf(OWNER));
    }

    function test_TheRecoveryAddressSurvivesAChangeOfWallet() public {
        change(OWNER, 3);
        start(FRIEND, NEXT);
        vm.warp(READY_AT);
        genealogy.finishRecovery(2, walletOf(3));
        equal(genealogy.memberOf(walletOf(NEXT)), 2, "recovered");
        (address recovery, , ) = genealogy.recoveryOf(2);
        equal(recovery, walletOf(FRIEND), "and survives the recovery");
    }
}

contract GenealogyCancelRecoveryTest is RecoveryTest {
    function test_RevertWhen_CallerIsNotTheCurrentWallet() public {
        start(FRIEND, NEXT);
        address[4] memory others = [walletOf(FRIEND), walletOf(NEXT), COMPANY_WALLET, address(this)];
        for (uint256 i = 0; i < others.length; i++) {
            vm.prank(others[i]);
            vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(2), others[i]));
            genealogy.cancelRecovery(2);
        }
    }

    function test_RevertGiven_NothingRuns() public {
        vm.prank(walletOf(OWNER));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNothingToRecover.selector, uint32(2)));
        genealogy.cancelRecovery(2);
    }

    function test_C31_CancelsUntilItIsFinished() public {
        for (uint64 shift = 0; shift < 3; shift++) {
            vm.warp(START);
            start(FRIEND, NEXT);
            vm.warp(READY_AT - 1 + shift);
            vm.prank(walletOf(OWNER));
            genealogy.cancelRecovery(2);
            expectNothingRuns();
        }
    }

    function test_CancelsAndTells() public {
        start(FRIEND, NEXT);
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.RecoveryCancelled(6, 2);
        vm.prank(walletOf(OWNER));
        genealogy.cancelRecovery(2);
        (address newWallet, uint64 readyAt) = running();
        isTrue(newWallet == address(0) && readyAt == 0, "nothing is left");
        start(FRIEND, NEXT);
    }

    function test_AChangeOfWalletCancels() public {
        start(FRIEND, NEXT);
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.RecoveryCancelled(6, 2);
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.WalletBound(7, 2, walletOf(3), walletOf(OWNER));
        change(OWNER, 3);
        vm.warp(READY_AT);
        expectNothingRuns();
    }
}

contract GenealogyFinishRecoveryTest is RecoveryTest {
    function test_RevertGiven_NothingRuns() public {
        expectNothingRuns();
    }

    function test_C31_ReadyFromTheFirstSecondAfterTheDelay() public {
        start(FRIEND, NEXT);
        vm.warp(READY_AT - 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyRecoveryNotReady.selector, READY_AT));
        genealogy.finishRecovery(2, walletOf(OWNER));
        vm.warp(READY_AT);
        genealogy.finishRecovery(2, walletOf(OWNER));
        equal(genealogy.memberOf(walletOf(NEXT)), 2, "at t; later it can only be the same");
    }

    function test_RevertWhen_TheCurrentWalletIsAnother() public {
        start(FRIEND, NEXT);
        vm.warp(READY_AT);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(2), COMPANY_WALLET));
        genealogy.finishRecovery(2, COMPANY_WALLET);
    }

    function test_C03_RevertGiven_TheNewWalletJoinedMeanwhile() public {
        start(FRIEND, NEXT);
        admit(1, NEXT);
        vm.warp(READY_AT);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(NEXT), uint32(3)));
        genealogy.finishRecovery(2, walletOf(OWNER));
        start(FRIEND, 4);
        vm.warp(block.timestamp + 7 days);
        genealogy.finishRecovery(2, walletOf(OWNER));
        equal(genealogy.memberOf(walletOf(4)), 2, "with another wallet it goes on");
    }

    function test_MovesTheMemberAndWhatWasSettled() public {
        vm.prank(address(vault));
        genealogy.settle(2, walletOf(OWNER), 44);
        start(FRIEND, NEXT);
        vm.warp(READY_AT);
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.WalletBound(6, 2, walletOf(NEXT), walletOf(OWNER));
        vm.prank(STRANGER);
        genealogy.finishRecovery(2, walletOf(OWNER));
        equal(genealogy.settledOf(2, walletOf(NEXT)), 44, "settled");
        equal(genealogy.memberOf(walletOf(OWNER)), 0, "the lost wallet");
        expectNothingRuns();
    }

    // Thieves

    function test_AThiefOfTheRecoveryKeyGetsNothingFromAnOwnerWhoLooks() public {
        start(FRIEND, THIEF);
        vm.warp(READY_AT - 1);
        vm.prank(walletOf(OWNER));
        genealogy.setRecovery(walletOf(7));
        bytes memory signature = signBy(THIEF, bindDigest(2, walletOf(THIEF), block.timestamp));
        vm.prank(walletOf(FRIEND));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotRecovery.selector, walletOf(FRIEND)));
        genealogy.startRecovery(2, walletOf(THIEF), block.timestamp, signature);
        vm.warp(READY_AT);
        expectNothingRuns();
    }

    function test_AThiefCannotSendAMemberToAWalletThatDidNotAgree() public {
        bytes memory forMemberOne = signBy(NEXT, bindDigest(1, walletOf(NEXT), START));
        vm.prank(walletOf(FRIEND));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadWalletSignature.selector, walletOf(NEXT)));
        genealogy.startRecovery(2, walletOf(NEXT), START, forMemberOne);
    }

    function test_AThiefOfALostWalletWhoMovesItDoesNotShakeOffTheRecovery() public {
        start(FRIEND, NEXT);
        change(OWNER, THIEF);
        start(FRIEND, NEXT);
        vm.warp(READY_AT);
        genealogy.finishRecovery(2, walletOf(THIEF));
        equal(genealogy.memberOf(walletOf(NEXT)), 2, "recovered from a thief who does not cancel");
    }

    function test_WhoHoldsTheWalletHoldsTheMember() public {
        // Documented: a recovery is for a lost key. Against a thief who watches, the wallet's word stands.
        change(OWNER, THIEF);
        start(FRIEND, NEXT);
        vm.prank(walletOf(THIEF));
        genealogy.cancelRecovery(2);
        vm.warp(READY_AT);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNothingToRecover.selector, uint32(2)));
        genealogy.finishRecovery(2, walletOf(THIEF));
    }

    function test_AFinishedRecoveryCannotBeFinishedAgain() public {
        start(FRIEND, NEXT);
        vm.warp(READY_AT);
        genealogy.finishRecovery(2, walletOf(OWNER));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNothingToRecover.selector, uint32(2)));
        genealogy.finishRecovery(2, walletOf(NEXT));
    }
}
