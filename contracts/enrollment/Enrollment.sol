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

    /// @dev One slot. `used` is that of `day`, counted from 1970.
    struct State {
        uint64 seq;
        uint32 day;
        uint32 used;
        uint32 cap;
    }

    // Immutables

    bytes32 private constant CONSENT_TYPEHASH = keccak256(
        "Consent(uint32 sponsorId,uint32 parentId,uint8 leg,address wallet,bytes32 termsHash,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant INVITATION_TYPEHASH = keccak256(
        "Invitation(uint256 chainId,address gateway,uint32 sponsorId,address invitee,uint32 uses,uint256 nonce,uint256 deadline)"
    );

    uint32 private constant FIRST_DAILY_CAP = 1000;

    /// @inheritdoc IEnrollment
    IGenealogy public immutable genealogy;

    // Storage

    State private _state;
    mapping(bytes32 invitation => InvitationState state) private _invitations;

    // Constructor

    constructor(address manager, IGenealogy genealogy_) AccessManaged(manager) EIP712("Upline Enrollment", "1") {
        genealogy = genealogy_;
        _state.seq = 1;
        _state.cap = FIRST_DAILY_CAP;

        emit DailyCapChanged(1, FIRST_DAILY_CAP);
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
        bytes32 digest = hashInvitation(invitation);
        uint32 used = _checkInvitation(invitation, digest);
        if (invitation.invitee != address(0) && invitation.invitee != consent.wallet) {
            revert EnrollmentInvitationForOtherInvitee(invitation.invitee);
        }
        if (invitation.sponsorId != consent.sponsorId) revert EnrollmentSponsorMismatch(invitation.sponsorId, consent.sponsorId);
        bool bySponsor = _isSponsor(inviter, invitation.sponsorId);
        if (!(bySponsor || isInviter(inviter)) || !Signatures.isSignedBy(inviter, digest, invitationSignature)) {
            revert EnrollmentBadInvitationSignature(inviter);
        }
        bytes32 consentDigest = hashConsent(consent);
        _checkConsent(consent, consentDigest, consentSignature);

        bool isCounted = _isCounted(invitation);
        if (isCounted) _invitations[digest].used = ++used;
        (uint64 seq, uint32 companyToday) = isCounted || !bySponsor ? _count(bySponsor) : (0, 0);

        memberId = genealogy.register(consent.sponsorId, consent.parentId, consent.leg, consent.wallet, consentDigest);

        if (seq != 0) emit InvitationUsed(seq, digest, memberId, used, companyToday);
    }

    /// @inheritdoc IEnrollment
    function revokeInvitation(Invitation calldata invitation) external {
        if (!_isSponsor(msg.sender, invitation.sponsorId) && !isInviter(msg.sender)) revert EnrollmentNotInviter(msg.sender);
        bytes32 digest = hashInvitation(invitation);
        if (_invitations[digest].revoked) revert EnrollmentInvitationRevoked(digest);

        _invitations[digest].revoked = true;

        emit InvitationRevoked(++_state.seq, digest, invitation.sponsorId);
    }

    /// @inheritdoc IEnrollment
    function setDailyCap(uint32 cap) external restricted {
        _state.cap = cap;

        emit DailyCapChanged(++_state.seq, cap);
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
    function dailyCap() external view returns (uint32 cap, uint32 used) {
        State memory state = _state;
        return (state.cap, state.day == _today() ? state.used : 0);
    }

    /// @inheritdoc IEnrollment
    function lastSeq() external view returns (uint64) {
        return _state.seq;
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
        InvitationState storage state = _invitations[digest];
        if (state.revoked) revert EnrollmentInvitationRevoked(digest);
        if (!_isCounted(invitation)) return 0;
        used = state.used;
        if (used >= invitation.uses) revert EnrollmentInvitationUsedUp(digest, invitation.uses);
    }

    function _checkConsent(Consent calldata consent, bytes32 digest, bytes calldata signature) private view {
        if (block.timestamp > consent.deadline) revert EnrollmentConsentExpired(consent.deadline);
        // The newcomer's own transaction says as much as a signature, and more cheaply.
        if (signature.length == 0 && msg.sender == consent.wallet) return;
        if (!Signatures.isSignedBy(consent.wallet, digest, signature)) revert EnrollmentBadConsentSignature(consent.wallet);
    }

    /// @dev Numbers the event and, when the company invited, counts the day.
    function _count(bool bySponsor) private returns (uint64 seq, uint32 companyToday) {
        State memory state = _state;
        state.seq += 1;
        if (!bySponsor) {
            uint32 day = _today();
            if (state.day != day) (state.day, state.used) = (day, 0);
            if (state.used >= state.cap) revert EnrollmentDailyCapReached(state.cap);
            state.used += 1;
            companyToday = state.used;
        }
        _state = state;
        return (state.seq, companyToday);
    }

    function _isCounted(Invitation calldata invitation) private pure returns (bool) {
        return invitation.uses != 0 && invitation.invitee == address(0);
    }

    function _isSponsor(address account, uint32 sponsorId) private view returns (bool) {
        return sponsorId != 0 && genealogy.memberOf(account) == sponsorId;
    }

    function _today() private view returns (uint32) {
        return uint32(block.timestamp / 1 days);
    }
}
