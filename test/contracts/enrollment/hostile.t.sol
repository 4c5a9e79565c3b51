// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnrollment} from "../../../contracts/interfaces/IEnrollment.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {OddSigner} from "../support/OddSigner.sol";
import {vm} from "../support/Vm.sol";
import {EnrollmentTest} from "./EnrollmentTest.sol";

/// @title EnrollmentHostileTest: forks, front-runners, contracts that misbehave, relayers who are stingy
contract EnrollmentHostileTest is EnrollmentTest {
    /// @dev The runner's chain. As a variable the optimizer would read it anew after the fork.
    uint256 private constant HOME = 31_337;

    // C08

    function test_C08_AfterAForkOldSignaturesDie() public {
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        IEnrollment.Invitation memory invitation = openInvitation();
        bytes memory consentSignature = signBy(NEWCOMER, consentDigest(consent));
        bytes memory oldSignature = signBy(SPONSOR, invitationDigest(invitation));

        vm.chainId(HOME + 1);
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentInvitationForOtherChain.selector, HOME));
        enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), oldSignature);
        invitation.chainId = HOME + 1;
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentBadInvitationSignature.selector, walletOf(SPONSOR)));
        enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), oldSignature);
        bytes memory newSignature = signBy(SPONSOR, invitationDigest(invitation));
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentBadConsentSignature.selector, walletOf(NEWCOMER)));
        enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), newSignature);
        equal(enrollment.hashConsent(consent), consentDigest(consent), "the domain is that of the new chain");
        equal(enroll(consent, invitation), 3, "signed anew");
        vm.chainId(HOME);
    }

    // C05

    function test_C05_WhoCopiesAPendingJoiningCanOnlySendItAsItIs() public {
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        IEnrollment.Invitation memory invitation = openInvitation();
        bytes memory consentSignature = signBy(NEWCOMER, consentDigest(consent));
        bytes memory signature = signBy(SPONSOR, invitationDigest(invitation));

        // Under their own sponsor: the consent names another.
        IEnrollment.Invitation memory own = openInvitation();
        own.sponsorId = 1;
        vm.startPrank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentSponsorMismatch.selector, uint32(1), uint32(2)));
        enrollment.enroll(consent, consentSignature, own, COMPANY_WALLET, signature);
        // For themselves: the invitation is open, but the wallet of the consent is not theirs.
        consent.wallet = STRANGER;
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentBadConsentSignature.selector, STRANGER));
        enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), signature);
        // First: then it is done, as it was signed, and the victim's own transaction says who they are.
        consent.wallet = walletOf(NEWCOMER);
        equal(enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), signature), 3, "number");
        vm.stopPrank();
        equal(genealogy.sponsorOf(3), 2, "as it was signed");
        vm.prank(walletOf(NEWCOMER));
        vm.expectRevert(
            abi.encodeWithSelector(IEnrollment.EnrollmentInvitationUsedUp.selector, invitationDigest(invitation), uint32(1))
        );
        enrollment.enroll(consent, "", invitation, walletOf(SPONSOR), signature);
    }

    // C09, C26

    function _sponsoredBy(OddSigner signer) private returns (IEnrollment.Invitation memory invitation) {
        genealogy.setRegistrar(address(this));
        invitation = openInvitation();
        invitation.sponsorId = genealogy.register(1, 0, 0, address(signer), 0);
        invitation.uses = 0;
        openGateway();
    }

    function _enrollUnder(
        OddSigner signer,
        IEnrollment.Invitation memory invitation,
        uint256 person
    ) private returns (bool isIn, bytes memory fault) {
        IEnrollment.Consent memory consent = consentOf(person);
        consent.sponsorId = invitation.sponsorId;
        bytes memory consentSignature = signBy(person, consentDigest(consent));
        try enrollment.enroll(consent, consentSignature, invitation, address(signer), "any") returns (uint32) {
            return (true, "");
        } catch (bytes memory reason) {
            return (false, reason);
        }
    }

    function test_C09_AContractAsSponsor() public {
        OddSigner signer = new OddSigner();
        IEnrollment.Invitation memory invitation = _sponsoredBy(signer);
        bytes memory refusal = abi.encodeWithSelector(IEnrollment.EnrollmentBadInvitationSignature.selector, address(signer));
        for (uint8 manner = 1; manner <= uint8(OddSigner.Manner.BurnsGas); manner++) {
            signer.answer(OddSigner.Manner(manner), 0);
            (bool isIn, bytes memory fault) = _enrollUnder(signer, invitation, 10);
            isTrue(!isIn && keccak256(fault) == keccak256(refusal), "refused by name");
        }
        signer.answer(OddSigner.Manner.Correct, 0);
        (bool admitted, ) = _enrollUnder(signer, invitation, 10);
        isTrue(admitted, "the right answer");
        // It agreed when the link was made, and takes that back before somebody uses it.
        signer.answer(OddSigner.Manner.WrongMagic, 0);
        (admitted, ) = _enrollUnder(signer, invitation, 11);
        isFalse(admitted, "revoked between signing and use");
    }

    function test_C26_AContractThatReentersAdmitsNobodyTwice() public {
        OddSigner signer = new OddSigner();
        IEnrollment.Invitation memory invitation = _sponsoredBy(signer);
        IEnrollment.Invitation memory other = openInvitation();
        IEnrollment.Consent memory second = consentOf(12);
        bytes memory again = abi.encodeCall(
            enrollment.enroll,
            (second, signBy(12, consentDigest(second)), other, walletOf(SPONSOR), signBy(SPONSOR, invitationDigest(other)))
        );
        signer.reenter(address(enrollment), again);
        signer.answer(OddSigner.Manner.Reenters, 0);
        (bool isIn, ) = _enrollUnder(signer, invitation, 10);
        isFalse(isIn, "who is asked cannot change anything");
        signer.answer(OddSigner.Manner.ReentersAndAgrees, 0);
        (isIn, ) = _enrollUnder(signer, invitation, 10);
        isTrue(isIn && genealogy.memberCount() == 4 && genealogy.memberOf(walletOf(12)) == 0, "one effect");
    }

    // C33

    function test_C33_TooLittleGasUsesUpNothing() public {
        OddSigner signer = new OddSigner();
        IEnrollment.Invitation memory invitation = _sponsoredBy(signer);
        signer.answer(OddSigner.Manner.Correct, 150_000);
        invitation.uses = 40;
        bytes32 digest = invitationDigest(invitation);
        uint256 admitted = 0;
        for (uint256 i = 0; i < 40; i++) {
            IEnrollment.Consent memory consent = consentOf(100 + i);
            consent.sponsorId = invitation.sponsorId;
            bytes memory signature = signBy(100 + i, consentDigest(consent));
            uint32 before = genealogy.memberCount();
            try enrollment.enroll{gas: 20_000 + 12_000 * i}(consent, signature, invitation, address(signer), "") returns (
                uint32 memberId
            ) {
                isTrue(memberId == before + 1 && genealogy.memberOf(consent.wallet) == memberId, "all of it");
                admitted++;
            } catch {
                isTrue(genealogy.memberCount() == before && genealogy.memberOf(consent.wallet) == 0, "nothing of it");
            }
            (uint32 used, ) = enrollment.invitationState(digest);
            equal(used, admitted, "used as often as somebody was admitted");
        }
        isTrue(admitted > 3 && admitted < 37, "both were seen");
    }

    function test_C04_AMemberWithoutAWalletCannotBeInvitedFor() public {
        genealogy.setRegistrar(address(this));
        uint32 memberId = genealogy.register(1, 0, 0, address(0), 0);
        openGateway();
        IEnrollment.Invitation memory invitation = openInvitation();
        invitation.sponsorId = memberId;
        // Nor does the key of their account act for them.
        (bool isIn, ) = _enrollUnder(OddSigner(payable(address(uint160(memberId)))), invitation, 10);
        isFalse(isIn, "nobody signed");
        IEnrollment.Consent memory consent = consentOf(NEWCOMER);
        consent.wallet = address(uint160(memberId));
        bytes memory signature = signBy(SPONSOR, invitationDigest(openInvitation()));
        vm.prank(consent.wallet);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyReservedWallet.selector, consent.wallet));
        enrollment.enroll(consent, "", openInvitation(), walletOf(SPONSOR), signature);
    }
}
