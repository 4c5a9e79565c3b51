// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/access/Roles.sol";
import {IEnrollment} from "../../../contracts/interfaces/IEnrollment.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @title EnrollmentTest: person 1 is member 2 and invites; person 2 joins; person 3 may invite for the company
abstract contract EnrollmentTest is UplineTest {
    uint256 internal constant SPONSOR = 1;
    uint256 internal constant NEWCOMER = 2;
    uint256 internal constant INVITER = 3;
    uint256 internal constant OTHER = 4;
    uint256 internal constant START = 1_000_000;

    function setUp() public virtual {
        vm.warp(START);
        deploy(0);
        admit(1, SPONSOR);
        openGateway();
        manager.grantRole(Roles.INVITER, walletOf(INVITER), 0);
    }

    function consentOf(uint256 person) internal view returns (IEnrollment.Consent memory consent) {
        consent.sponsorId = 2;
        consent.wallet = walletOf(person);
        consent.termsHash = keccak256("terms");
        consent.nonce = 7;
        consent.deadline = block.timestamp;
    }

    function openInvitation() internal view returns (IEnrollment.Invitation memory invitation) {
        invitation.chainId = block.chainid;
        invitation.gateway = address(enrollment);
        invitation.sponsorId = 2;
        invitation.uses = 1;
        invitation.nonce = 9;
        invitation.deadline = block.timestamp;
    }

    /// @dev The digest as a wallet computes it, without asking the contract.
    function consentDigest(IEnrollment.Consent memory consent) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Consent(uint32 sponsorId,uint32 parentId,uint8 leg,address wallet,bytes32 termsHash,uint256 nonce,uint256 deadline)"
        );
        return _digest(keccak256(abi.encode(typeHash, consent)));
    }

    function invitationDigest(IEnrollment.Invitation memory invitation) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Invitation(uint256 chainId,address gateway,uint32 sponsorId,"
            "address invitee,uint32 uses,uint256 nonce,uint256 deadline)"
        );
        return _digest(keccak256(abi.encode(typeHash, invitation)));
    }

    /// @dev Everybody signs what they are shown.
    function enroll(IEnrollment.Consent memory consent, IEnrollment.Invitation memory invitation) internal returns (uint32) {
        bytes memory consentSignature = signBy(NEWCOMER, consentDigest(consent));
        bytes memory invitationSignature = signBy(SPONSOR, invitationDigest(invitation));
        return enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), invitationSignature);
    }

    function expectRefusal(
        bytes memory fault,
        IEnrollment.Consent memory consent,
        IEnrollment.Invitation memory invitation
    ) internal {
        bytes memory consentSignature = signBy(NEWCOMER, consentDigest(consent));
        bytes memory invitationSignature = signBy(SPONSOR, invitationDigest(invitation));
        vm.expectRevert(fault);
        enrollment.enroll(consent, consentSignature, invitation, walletOf(SPONSOR), invitationSignature);
    }

    function _digest(bytes32 content) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain("Upline Enrollment", address(enrollment)), content));
    }
}
