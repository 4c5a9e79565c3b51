// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Roles} from "../access/Roles.sol";
import {IEnrollment} from "../interfaces/IEnrollment.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {Signatures} from "../signatures/Signatures.sol";

/// @title Enrollment
/// @notice What it promises is written in `IEnrollment`.
contract Enrollment is IEnrollment, AccessManaged, EIP712 {
    struct InvitationState {
        uint32 used;
        bool revoked;
    }

    // Immutables

    bytes32 private constant CONSENT_TYPEHASH = keccak256(
        "Consent(uint32 sponsorId,uint32 parentId,uint8 leg,address wallet,bytes32 termsHash,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant INVITATION_TYPEHASH = keccak256(
        "Invitation(uint256 chainId,address gateway,uint32 sponsorId,address invitee,uint32 uses,uint256 nonce,uint256 deadline)"
    );

    /// @inheritdoc IEnrollment
    IGenealogy public immutable genealogy;

    // Storage

    /// @inheritdoc IEnrollment
    uint64 public lastSeq;
    mapping(bytes32 invitation => InvitationState state) private _invitations;

    // Constructor

    constructor(address manager, IGenealogy genealogy_) AccessManaged(manager) EIP712("Upline Enrollment", "1") {
        genealogy = genealogy_;
    }

    // External functions

    /// @inheritdoc IEnrollment
    function enroll(
        Consent calldata consent,
        bytes calldata consentSignature,
        Invitation calldata invitation,
        address inviter,
        bytes calldata invitationSignature
    ) external returns (uint32 memberId) {
        bytes32 invitationDigest = hashInvitation(invitation);
        uint32 used = _checkInvitation(invitation, invitationDigest);
        if (invitation.invitee != address(0) && invitation.invitee != consent.wallet) {
            revert EnrollmentInvitationForOtherInvitee(invitation.invitee);
        }
        if (invitation.sponsorId != consent.sponsorId) revert EnrollmentSponsorMismatch(invitation.sponsorId, consent.sponsorId);
        if (
            !_mayInvite(inviter, invitation.sponsorId) || !Signatures.isSignedBy(inviter, invitationDigest, invitationSignature)
        ) {
            revert EnrollmentBadInvitationSignature(inviter);
        }
        bytes32 consentDigest = hashConsent(consent);
        _checkConsent(consent, consentDigest, consentSignature);

        _invitations[invitationDigest].used = used + 1;

        return genealogy.register(consent.sponsorId, consent.parentId, consent.leg, consent.wallet, consentDigest);
    }

    /// @inheritdoc IEnrollment
    function revokeInvitation(Invitation calldata invitation) external {
        if (!_mayInvite(msg.sender, invitation.sponsorId)) revert EnrollmentNotInviter(msg.sender);
        bytes32 digest = hashInvitation(invitation);
        if (_invitations[digest].revoked) revert EnrollmentInvitationRevoked(digest);

        _invitations[digest].revoked = true;

        emit InvitationRevoked(++lastSeq, digest, invitation.sponsorId);
    }

    // View functions

    /// @inheritdoc IEnrollment
    function hashConsent(Consent calldata consent) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(CONSENT_TYPEHASH, consent)));
    }

    /// @inheritdoc IEnrollment
    function hashInvitation(Invitation calldata invitation) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(INVITATION_TYPEHASH, invitation)));
    }

    /// @inheritdoc IEnrollment
    function invitationState(bytes32 invitation) external view returns (uint32 used, bool revoked) {
        InvitationState memory state = _invitations[invitation];
        return (state.used, state.revoked);
    }

    /// @inheritdoc IEnrollment
    function isInviter(address account) public view returns (bool) {
        // A signature cannot wait, so whoever must wait before acting cannot invite.
        (bool isMember, uint32 delay) = IAccessManager(authority()).hasRole(Roles.INVITER, account);
        return isMember && delay == 0;
    }

    // Internal functions

    function _checkInvitation(Invitation calldata invitation, bytes32 digest) private view returns (uint32 used) {
        if (invitation.chainId != block.chainid) revert EnrollmentInvitationForOtherChain(invitation.chainId);
        if (invitation.gateway != address(this)) revert EnrollmentInvitationForOtherGateway(invitation.gateway);
        if (block.timestamp > invitation.deadline) revert EnrollmentInvitationExpired(invitation.deadline);
        InvitationState memory state = _invitations[digest];
        if (state.revoked) revert EnrollmentInvitationRevoked(digest);
        if (state.used >= invitation.uses) revert EnrollmentInvitationUsedUp(digest, invitation.uses);
        return state.used;
    }

    function _checkConsent(Consent calldata consent, bytes32 digest, bytes calldata signature) private view {
        if (block.timestamp > consent.deadline) revert EnrollmentConsentExpired(consent.deadline);
        // The newcomer's own transaction says as much as a signature, and more cheaply.
        if (signature.length == 0 && msg.sender == consent.wallet) return;
        if (!Signatures.isSignedBy(consent.wallet, digest, signature)) revert EnrollmentBadConsentSignature(consent.wallet);
    }

    function _mayInvite(address account, uint32 sponsorId) private view returns (bool) {
        return genealogy.memberOf(account) == sponsorId || isInviter(account);
    }
}
