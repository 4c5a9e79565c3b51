// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnrollment} from "../../../contracts/interfaces/IEnrollment.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {ContractSigner} from "../support/ContractSigner.sol";
import {vm} from "../support/Vm.sol";
import {EnrollmentTest} from "./EnrollmentTest.sol";

contract EnrollmentEnrollTest is EnrollmentTest {
    // The six faults of an invitation

    function test_C06_RevertWhen_InvitationIsForAnotherChain() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.chainId = 1;
        bytes memory fault = abi.encodeWithSelector(IEnrollment.EnrollmentInvitationForOtherChain.selector, 1);
        expectRefusal(fault, consentOf(NEWCOMER), invitation);
    }

    function test_C06_RevertWhen_InvitationIsForAnotherGateway() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.gateway = STRANGER;
        bytes memory fault = abi.encodeWithSelector(IEnrollment.EnrollmentInvitationForOtherGateway.selector, STRANGER);
        expectRefusal(fault, consentOf(NEWCOMER), invitation);
    }

    function test_C06_RevertWhen_InvitationHasExpired() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        consent.deadline = START + 100;
        vm.warp(START + 1);
        expectRefusal(abi.encodeWithSelector(IEnrollment.EnrollmentInvitationExpired.selector, START), consent, invitation);
        vm.warp(START);
        equal(enroll(consent, invitation), 3, "in time");
    }

    function test_C31_DeadlinesHoldThroughTheirLastSecond() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.deadline = START + 50;
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        vm.warp(START + 1);
        expectRefusal(abi.encodeWithSelector(IEnrollment.EnrollmentConsentExpired.selector, START), consent, invitation);
        vm.warp(START - 1);
        equal(enroll(consent, invitation), 3, "t - 1; t is the rule in all other tests");
    }

    function test_C06_RevertGiven_InvitationWasRevoked() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        vm.prank(walletOf(SPONSOR));
        enrollment.revokeInvitation(invitation);
        bytes memory fault = abi.encodeWithSelector(
            IEnrollment.EnrollmentInvitationRevoked.selector,
            invitationDigest(invitation)
        );
        expectRefusal(fault, consentOf(NEWCOMER), invitation);
    }

    function test_C06_RevertGiven_InvitationIsUsedUp() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.uses = 2;
        enroll(consentOf(NEWCOMER), invitation);
        bytes32 digest = invitationDigest(invitation);
        (uint32 used, bool revoked) = enrollment.invitationState(digest);
        isTrue(used == 1 && !revoked, "one of two used");
        equal(enrollment.lastSeq(), 2, "what is counted is told");

        IEnrollment.Consent memory second = consentOf(OTHER);
        bytes memory inviterSignature = signBy(SPONSOR, digest);
        bytes memory secondSignature = signBy(OTHER, consentDigest(second));
        enrollment.enroll(second, secondSignature, invitation, walletOf(SPONSOR), inviterSignature);

        IEnrollment.Consent memory third = consentOf(5);
        bytes memory thirdSignature = signBy(5, consentDigest(third));
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentInvitationUsedUp.selector, digest, uint32(2)));
        enrollment.enroll(third, thirdSignature, invitation, walletOf(SPONSOR), inviterSignature);
    }

    function test_AnOpenInvitationWithoutUsesAdmitsAnybodyUntilItsDeadline() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.uses = 0;
        bytes memory signature = signBy(SPONSOR, invitationDigest(invitation));
        for (uint256 person = 10; person < 15; person++) {
            IEnrollment.Consent memory consent = consentOf(person);
            enrollment.enroll(consent, signBy(person, consentDigest(consent)), invitation, walletOf(SPONSOR), signature);
        }
        (uint32 used, ) = enrollment.invitationState(invitationDigest(invitation));
        isTrue(used == 0 && enrollment.lastSeq() == 1, "nothing is counted");
        vm.prank(walletOf(SPONSOR));
        enrollment.revokeInvitation(invitation);
        bytes32 digest = invitationDigest(invitation);
        expectRefusal(
            abi.encodeWithSelector(IEnrollment.EnrollmentInvitationRevoked.selector, digest),
            consentOf(NEWCOMER),
            invitation
        );
    }

    function test_C06_AnInvitationThatNamesItsInviteeAdmitsOnce() public {
        for (uint32 uses = 0; uses < 3; uses++) {
            IEnrollment.Invitation memory invitation = openInvitation();
            IEnrollment.Consent memory consent = consentOf(20 + uses);
            (invitation.invitee, invitation.uses) = (consent.wallet, uses);
            bytes memory consentSignature = signBy(20 + uses, consentDigest(consent));
            bytes memory signature = signBy(SPONSOR, invitationDigest(invitation));
            uint32 memberId = enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), signature);
            vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, consent.wallet, memberId));
            enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), signature);
            (uint32 used, ) = enrollment.invitationState(invitationDigest(invitation));
            equal(used, 0, "it needs no count, because a wallet joins once");
        }
    }

    function test_C06_RevertGiven_InvitationOfANamedInviteeWasRevoked() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.invitee = walletOf(NEWCOMER);
        vm.prank(walletOf(SPONSOR));
        enrollment.revokeInvitation(invitation);
        bytes32 digest = invitationDigest(invitation);
        expectRefusal(
            abi.encodeWithSelector(IEnrollment.EnrollmentInvitationRevoked.selector, digest),
            consentOf(NEWCOMER),
            invitation
        );
    }

    function test_C06_RevertWhen_InvitationNamesSomebodyElse() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.invitee = walletOf(OTHER);
        bytes memory fault = abi.encodeWithSelector(IEnrollment.EnrollmentInvitationForOtherInvitee.selector, walletOf(OTHER));
        expectRefusal(fault, consentOf(NEWCOMER), invitation);
        invitation.invitee = walletOf(NEWCOMER);
        equal(enroll(consentOf(NEWCOMER), invitation), 3, "named");
    }

    // Who signed what

    function test_RevertWhen_SponsorsDiffer() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        consent.sponsorId = 1;
        bytes memory fault = abi.encodeWithSelector(IEnrollment.EnrollmentSponsorMismatch.selector, uint32(2), uint32(1));
        expectRefusal(fault, consent, invitation);
    }

    function test_RevertWhen_InviterMayNotInvite() public {
        _expectBadInviter(openInvitation(), OTHER, walletOf(OTHER));
        // Not even the sponsor's wallet for another sponsor.
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.sponsorId = 1;
        _expectBadInviter(invitation, SPONSOR, walletOf(SPONSOR));
    }

    function test_RevertWhen_InviterDidNotSign() public {
        _expectBadInviter(openInvitation(), OTHER, walletOf(SPONSOR));
        _expectBadInviter(openInvitation(), OTHER, walletOf(INVITER));
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.uses = 2;
        bytes memory signature = signBy(SPONSOR, invitationDigest(invitation));
        invitation.uses = 3;
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        bytes memory consentSignature = signBy(NEWCOMER, consentDigest(consent));
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentBadInvitationSignature.selector, walletOf(SPONSOR)));
        enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), signature);
    }

    function test_RevertWhen_SponsorHasNoWalletAndInviterIsZero() public {
        genealogy.setRegistrar(address(this));
        genealogy.register(1, 0, 0, address(0), 0);
        openGateway();
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.sponsorId = 3;
        _expectBadInviter(invitation, OTHER, address(0));
    }

    function test_RevertWhen_SponsorIsNobody() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.sponsorId = 0;
        // An account that acts for nobody is not the wallet of member 0.
        _expectBadInviter(invitation, OTHER, walletOf(OTHER));
        vm.prank(walletOf(OTHER));
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentNotInviter.selector, walletOf(OTHER)));
        enrollment.revokeInvitation(invitation);
    }

    function test_RevertGiven_SponsorChangedTheWallet() public {
        bytes memory signature = signBy(OTHER, bindDigest(2, walletOf(OTHER), block.timestamp));
        vm.prank(walletOf(SPONSOR));
        genealogy.changeWallet(walletOf(OTHER), block.timestamp, signature);
        _expectBadInviter(openInvitation(), SPONSOR, walletOf(SPONSOR));
    }

    function test_RevertWhen_ConsentHasExpired() public {
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        consent.deadline = START - 1;
        bytes memory fault = abi.encodeWithSelector(IEnrollment.EnrollmentConsentExpired.selector, START - 1);
        expectRefusal(fault, consent, openInvitation());
    }

    function test_C04_RevertWhen_NewcomerDidNotConsent() public {
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        _expectBadConsent(consent, "");
        _expectBadConsent(consent, signBy(OTHER, consentDigest(consent)));
        consent.wallet = address(0);
        _expectBadConsent(consent, "");
    }

    function testFuzz_C04_RevertWhen_AnythingDiffersFromWhatWasSigned(uint8 field, uint256 change) public {
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        bytes memory signature = signBy(NEWCOMER, consentDigest(consent));
        change = between(change, 1, type(uint8).max);
        field = uint8(between(field, 0, 4));
        if (field == 0) consent.parentId += uint32(change);
        if (field == 1) consent.leg += uint8(change);
        if (field == 2) consent.termsHash = bytes32(uint256(consent.termsHash) ^ change);
        if (field == 3) consent.nonce += change;
        if (field == 4) consent.deadline += change;
        _expectBadConsent(consent, signature);
    }

    // Joining

    function test_AdmitsAsItWasSigned() public {
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        bytes32 digest = consentDigest(consent);
        equal(enrollment.hashConsent(consent), digest, "digest of the consent");
        equal(enrollment.hashInvitation(openInvitation()), invitationDigest(openInvitation()), "digest of the invitation");
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.MemberRegistered(5, 3, 2, 0, 0, walletOf(NEWCOMER), digest);
        equal(enroll(consent, openInvitation()), 3, "number");
        equal(genealogy.sponsorOf(3), 2, "sponsor");
    }

    function test_AdmitsTheNewcomerWhoSendsIt() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        bytes memory signature = signBy(SPONSOR, invitationDigest(invitation));
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        vm.prank(walletOf(NEWCOMER));
        equal(enrollment.enroll(consent, "", invitation, walletOf(SPONSOR), signature), 3, "number");
    }

    function test_AdmitsUnderAnySponsorOfAnOpenLink() public {
        isTrue(enrollment.isInviter(walletOf(INVITER)), "inviter");
        isFalse(enrollment.isInviter(walletOf(SPONSOR)), "not an inviter");
        IEnrollment.Invitation memory invitation = openInvitation();
        bytes memory signature = signBy(INVITER, invitationDigest(invitation));
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        bytes memory consentSignature = signBy(NEWCOMER, consentDigest(consent));
        equal(enrollment.enroll(consent, consentSignature, invitation, walletOf(INVITER), signature), 3, "number");
    }

    function test_AnInviterWhoMustWaitCannotInvite() public {
        manager.grantRole(8, walletOf(OTHER), 1 days);
        isFalse(enrollment.isInviter(walletOf(OTHER)), "a signature cannot wait");
    }

    function test_TakesTheSignaturesOfContracts() public {
        ContractSigner newcomer = new ContractSigner(walletOf(NEWCOMER));
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        consent.wallet = address(newcomer);
        equal(enroll(consent, openInvitation()), 3, "number");
        equal(genealogy.memberOf(address(newcomer)), 3, "member");
    }

    function test_AnOldConsentAdmitsNobodyAgain() public {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.uses = 10;
        enroll(consentOf(NEWCOMER), invitation);
        bytes memory signature = signBy(OTHER, bindDigest(3, walletOf(OTHER), block.timestamp));
        vm.prank(walletOf(NEWCOMER));
        genealogy.changeWallet(walletOf(OTHER), block.timestamp, signature);

        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(NEWCOMER), uint32(3));
        expectRefusal(fault, consentOf(NEWCOMER), invitation);
        (uint32 used, ) = enrollment.invitationState(invitationDigest(invitation));
        equal(used, 1, "a failed attempt uses nothing");
    }

    function _expectBadInviter(IEnrollment.Invitation memory invitation, uint256 signer, address inviter) private {
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        consent.sponsorId = invitation.sponsorId;
        bytes memory consentSignature = signBy(NEWCOMER, consentDigest(consent));
        bytes memory signature = signBy(signer, invitationDigest(invitation));
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentBadInvitationSignature.selector, inviter));
        enrollment.enroll(consent, consentSignature, invitation, inviter, signature);
    }

    function _expectBadConsent(IEnrollment.Consent memory consent, bytes memory consentSignature) private {
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.deadline += 1000;
        bytes memory signature = signBy(SPONSOR, invitationDigest(invitation));
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentBadConsentSignature.selector, consent.wallet));
        enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), signature);
    }
}
