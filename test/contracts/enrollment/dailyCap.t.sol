// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IEnrollment} from "../../../contracts/interfaces/IEnrollment.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {vm} from "../support/Vm.sol";
import {EnrollmentTest} from "./EnrollmentTest.sol";

contract EnrollmentDailyCapTest is EnrollmentTest {
    uint256 private constant MIDNIGHT = 20 days;

    function setUp() public override {
        super.setUp();
        vm.warp(MIDNIGHT + 1 hours);
    }

    /// @dev An invitation signed by `inviter` for `person`, who signs the consent.
    function _admit(uint256 inviter, uint256 person, uint32 uses) private returns (uint32) {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.uses = uses;
        IEnrollment.Consent memory consent = consentOf(person);
        bytes memory consentSignature = signBy(person, consentDigest(consent));
        bytes memory signature = signBy(inviter, invitationDigest(invitation));
        return enrollment.enroll(consent, consentSignature, invitation, walletOf(inviter), signature);
    }

    function _expectCapReached(uint32 cap, uint256 person) private {
        IEnrollment.Invitation memory invitation = openInvitation();
        IEnrollment.Consent memory consent = consentOf(person);
        bytes memory consentSignature = signBy(person, consentDigest(consent));
        bytes memory signature = signBy(INVITER, invitationDigest(invitation));
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentDailyCapReached.selector, cap));
        enrollment.enroll(consent, consentSignature, invitation, walletOf(INVITER), signature);
    }

    function _usedToday() private view returns (uint32 used) {
        (, used) = enrollment.dailyCap();
    }

    function test_RevertWhen_CallerIsNotTheAdministrator() public {
        vm.prank(walletOf(INVITER));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, walletOf(INVITER)));
        enrollment.setDailyCap(1_000_000);
    }

    function test_ADeploymentStartsWithACap() public view {
        (uint32 cap, uint32 used) = enrollment.dailyCap();
        isTrue(cap == 1000 && used == 0 && enrollment.lastSeq() == 1, "told at once");
    }

    function test_SetsAndTells() public {
        vm.expectEmit(true, true, true, true, address(enrollment));
        emit IEnrollment.DailyCapChanged(2, 7);
        enrollment.setDailyCap(7);
        (uint32 cap, ) = enrollment.dailyCap();
        equal(cap, 7, "cap");
    }

    function test_RevertGiven_TheCompanyInvitedAsManyAsItMay() public {
        enrollment.setDailyCap(2);
        _admit(INVITER, 10, 0);
        _admit(INVITER, 11, 0);
        _expectCapReached(2, 12);
        equal(_usedToday(), 2, "used");
        equal(_admit(SPONSOR, 12, 0), 5, "what sponsors invite is not counted");
        equal(_usedToday(), 2, "still");
        enrollment.setDailyCap(3);
        _admit(INVITER, 13, 0);
        equal(_usedToday(), 3, "a higher cap holds at once");
        enrollment.setDailyCap(0);
        _expectCapReached(0, 14);
    }

    function test_C31_ADayEndsAtMidnight() public {
        enrollment.setDailyCap(1);
        _admit(INVITER, 10, 0);
        vm.warp(MIDNIGHT + 1 days - 1);
        _expectCapReached(1, 11);
        vm.warp(MIDNIGHT + 1 days);
        equal(_usedToday(), 0, "a new day");
        _admit(INVITER, 11, 0);
        _expectCapReached(1, 12);
        vm.warp(MIDNIGHT + 1 days + 1);
        _expectCapReached(1, 12);
        vm.warp(MIDNIGHT + 9 days);
        _admit(INVITER, 12, 0);
        equal(_usedToday(), 1, "after days without any");
    }

    function test_TellsWhatItCounts() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.uses = 0;
        bytes32 open = invitationDigest(invitation);
        invitation.uses = 5;
        bytes32 counted = invitationDigest(invitation);
        vm.expectEmit(true, true, true, true, address(enrollment));
        emit IEnrollment.InvitationUsed(2, open, 3, 0, 1);
        _admit(INVITER, 10, 0);
        vm.expectEmit(true, true, true, true, address(enrollment));
        emit IEnrollment.InvitationUsed(3, counted, 4, 1, 2);
        _admit(INVITER, 11, 5);
        vm.expectEmit(true, true, true, true, address(enrollment));
        emit IEnrollment.InvitationUsed(4, counted, 5, 2, 0);
        _admit(SPONSOR, 12, 5);
        _admit(SPONSOR, 13, 0);
        equal(enrollment.lastSeq(), 4, "where nothing is counted, nothing is told");
    }

    function test_AnInviterUnderTheirOwnNumberIsASponsor() public {
        genealogy.setRegistrar(address(this));
        uint32 memberId = admit(1, INVITER);
        openGateway();
        IEnrollment.Invitation memory invitation = openInvitation();
        IEnrollment.Consent memory consent = consentOf(10);
        (invitation.sponsorId, consent.sponsorId, invitation.uses) = (memberId, memberId, 0);
        bytes memory consentSignature = signBy(10, consentDigest(consent));
        enrollment.enroll(
            consent,
            consentSignature,
            invitation,
            walletOf(INVITER),
            signBy(INVITER, invitationDigest(invitation))
        );
        equal(_usedToday(), 0, "not counted as the company's");
    }

    function test_AFailedJoiningCountsNothing() public {
        _admit(INVITER, 10, 0);
        IEnrollment.Invitation memory invitation = openInvitation();
        IEnrollment.Consent memory consent = consentOf(10);
        bytes memory consentSignature = signBy(10, consentDigest(consent));
        bytes memory signature = signBy(INVITER, invitationDigest(invitation));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(10), uint32(3)));
        enrollment.enroll(consent, consentSignature, invitation, walletOf(INVITER), signature);
        isTrue(_usedToday() == 1 && enrollment.lastSeq() == 2, "neither day nor event");
    }
}
