// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "./IGenealogy.sol";

/// @title Enrollment: the gateway through which people join
/// @notice Joining needs two signatures: the newcomer consents to a named sponsor, place and terms; the sponsor (or the company,
/// for open links) invites. Anybody may carry both to the chain, so the company can pay the fee, and front-running changes
/// nothing: what was signed is what is recorded.
/// @dev The gateway can be replaced; what it wrote into `Genealogy` cannot. `MemberRegistered.consent` is the digest of the
/// consent. EIP-712 domain: name "Upline Enrollment", version "1", chain and address of this contract; types `Consent` and
/// `Invitation` with the members below in their order.
interface IEnrollment {
    /// @dev Signed by the newcomer's wallet. Single use by nature: the wallet is taken afterwards.
    struct Consent {
        uint32 sponsorId;
        uint32 parentId;
        uint8 leg;
        address wallet;
        bytes32 termsHash;
        uint256 nonce;
        uint256 deadline;
    }

    /// @dev Signed by the sponsor's wallet, or by an account with the inviter's role for any sponsor. `chainId` and `gateway`
    /// repeat the EIP-712 domain so that a replay elsewhere gets an error that says what is wrong.
    /// Uses are counted only where counting says something: with `uses` 0 it admits anybody until the deadline, and one that names
    /// its invitee admits once by nature, because a wallet joins once (a second attempt gets `GenealogyWalletTaken`).
    struct Invitation {
        uint256 chainId;
        address gateway;
        uint32 sponsorId;
        address invitee;
        uint32 uses;
        uint256 nonce;
        uint256 deadline;
    }

    /// @notice The signer took the invitation back; it admits nobody from now on.
    event InvitationRevoked(uint64 indexed seq, bytes32 indexed invitation, uint32 indexed sponsorId);

    /// @notice `memberId` was admitted by an invitation of which something is counted.
    /// @param used how many it admitted until now; 0: its uses are not counted
    /// @param companyToday how many the company invited today (UTC) until now; 0: the sponsor invited
    event InvitationUsed(
        uint64 indexed seq,
        bytes32 indexed invitation,
        uint32 indexed memberId,
        uint32 used,
        uint32 companyToday
    );

    /// @notice The company's invitations admit at most `cap` people a day from now on.
    event DailyCapChanged(uint64 indexed seq, uint32 cap);

    error EnrollmentInvitationForOtherChain(uint256 chainId);
    error EnrollmentInvitationForOtherGateway(address gateway);
    error EnrollmentInvitationExpired(uint256 deadline);
    error EnrollmentInvitationRevoked(bytes32 invitation);
    error EnrollmentInvitationUsedUp(bytes32 invitation, uint32 uses);
    error EnrollmentInvitationForOtherInvitee(address invitee);
    error EnrollmentBadInvitationSignature(address signer);
    error EnrollmentSponsorMismatch(uint32 invited, uint32 consented);
    error EnrollmentConsentExpired(uint256 deadline);
    error EnrollmentBadConsentSignature(address wallet);
    error EnrollmentNotInviter(address caller);
    /// @notice The company invited as many as it may on one day (UTC).
    error EnrollmentDailyCapReached(uint32 cap);

    /// @notice Admits the newcomer who signed `consent` under the sponsor who signed `invitation`.
    /// @param consentSignature may be empty when the newcomer sends the transaction
    /// @param inviter who signed the invitation: the sponsor's wallet, or an account with the inviter's role
    function enroll(
        Consent calldata consent,
        bytes calldata consentSignature,
        Invitation calldata invitation,
        address inviter,
        bytes calldata invitationSignature
    ) external returns (uint32 memberId);

    /// @notice Takes an invitation back. By the sponsor's wallet or an inviter.
    function revokeInvitation(Invitation calldata invitation) external;

    /// @notice Bounds what a stolen inviter's key can do in a day. What sponsors invite is not counted.
    function setDailyCap(uint32 cap) external;

    function hashConsent(Consent calldata consent) external view returns (bytes32);
    function hashInvitation(Invitation calldata invitation) external view returns (bytes32);
    /// @return used how many joined by it, where that is counted
    /// @return revoked whether it was taken back
    function invitationState(bytes32 invitation) external view returns (uint32 used, bool revoked);
    /// @return cap how many the company may invite a day
    /// @return used how many it invited today (UTC)
    function dailyCap() external view returns (uint32 cap, uint32 used);
    /// @notice Whether `account` may invite under any sponsor (the company's open links).
    function isInviter(address account) external view returns (bool);
    function genealogy() external view returns (IGenealogy);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);
}
