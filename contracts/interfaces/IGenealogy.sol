// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Genealogy: who introduced whom, who stands where, and which wallet acts for whom
/// @notice Facts without an owner. Member numbers are gapless from 1; number 1 is the company. A sponsor and a placement are
/// recorded once: no function of this contract, for any caller, changes them.
/// @dev What a follower may rely on:
///  - every event carries `seq`, gapless from 1 for this contract;
///  - `memberId` of registrations grows by one each time (a batch takes `count` numbers at once);
///  - `sponsorId < memberId` and `parentId < memberId`, so a cycle cannot be written down;
///  - a wallet belongs to at most one member at any time.
/// EIP-712 domain: name "Upline Genealogy", version "1", chain and address of this contract.
/// Ancestor queries use one jump pointer a member whose lengths follow the skew-binary digits of the depth
/// (E. W. Myers, "An applicative random-access stack", 1983): O(log depth) reads, whatever the shape of the tree.
interface IGenealogy {
    /// @notice A member was admitted by the registrar.
    /// @param consent EIP-712 digest of what the member signed (0 when the company registered a place without a wallet)
    event MemberRegistered(
        uint64 indexed seq,
        uint32 indexed memberId,
        uint32 indexed sponsorId,
        uint32 parentId,
        uint8 leg,
        address wallet,
        bytes32 consent
    );

    /// @notice `count` members without wallets were entered at once, numbered from `firstMemberId` in the order of `entries`.
    /// @param entries packed, one after the other: sponsorId (4 bytes), then, in a deployment with placement, parentId (4) and
    /// leg (1)
    event MembersImported(uint64 indexed seq, uint32 indexed firstMemberId, uint32 count, bytes entries);

    /// @notice `wallet` now acts for `memberId`; `previousWallet` (0 if none) no longer does.
    event WalletBound(uint64 indexed seq, uint32 indexed memberId, address indexed wallet, address previousWallet);

    /// @notice The gateway that may admit members changed.
    event RegistrarChanged(uint64 indexed seq, address indexed registrar);

    /// @notice No member has this number (or it is zero).
    error GenealogyUnknownMember(uint32 memberId);
    /// @notice The wallet already acts for `memberId`, or (when somebody joins) once did: a wallet joins once.
    error GenealogyWalletTaken(address wallet, uint32 memberId);
    /// @notice The member already has a wallet; only that wallet can name another.
    error GenealogyWalletAlreadyBound(uint32 memberId, address wallet);
    /// @notice The caller acts for no member.
    error GenealogyNoMember(address wallet);
    /// @notice The caller is not the registrar.
    error GenealogyNotRegistrar(address caller);
    /// @notice The caller is not the payout vault of this deployment.
    error GenealogyNotVault(address caller);
    /// @notice The import does not start at the next free number: somebody else registered first. Read again, send again.
    error GenealogyUnexpectedMemberId(uint32 expected, uint32 actual);
    /// @notice The packed entries are empty or not a whole number of entries.
    error GenealogyBadImport(uint256 length);
    /// @notice This deployment keeps no placement tree, so parent and leg must be zero.
    error GenealogyPlacementUnused(uint32 parentId, uint8 leg);
    /// @notice The placement tree can be 0 (none) to 152 wide, or 255 (unlimited).
    error GenealogyBadWidth(uint8 width);
    /// @notice The leg lies outside the width of the placement tree; in an unlimited tree it must be 0.
    error GenealogyBadLeg(uint8 leg, uint8 width);
    /// @notice Another member stands on that leg.
    error GenealogyLegTaken(uint32 parentId, uint8 leg);
    /// @notice The placement parent does not lie in the sponsor's placement subtree.
    error GenealogyParentOutsideSubtree(uint32 parentId, uint32 sponsorId);
    /// @notice The asked depth lies below the member.
    error GenealogyBadDepth(uint32 depth, uint32 memberDepth);
    /// @notice The new wallet's signature is missing, wrong or was made for something else.
    error GenealogyBadWalletSignature(address wallet);
    /// @notice The signature was valid until `deadline`.
    error GenealogySignatureExpired(uint256 deadline);
    /// @notice The zero address cannot act for anybody.
    error GenealogyZeroWallet();
    /// @notice Numbers or depth are used up.
    error GenealogyFull();

    /// @notice Admits a member. Only the registrar.
    /// @param sponsorId the member who introduces
    /// @param parentId placement parent, 0 in a deployment without placement
    /// @param leg placement leg from 0
    /// @param wallet the wallet that will act, or 0 for a place without a wallet
    /// @param consent EIP-712 digest of the member's consent, kept in the event
    function register(
        uint32 sponsorId,
        uint32 parentId,
        uint8 leg,
        address wallet,
        bytes32 consent
    ) external returns (uint32 memberId);

    /// @notice Enters an existing network, parents before children. Only an account with the importer's role.
    function registerBatch(uint32 expectedFirstMemberId, bytes calldata entries) external returns (uint32 count);

    /// @notice Gives a wallet to a member who has none. Needs the registrar's role and the new wallet's signature over
    /// `BindWallet(uint32 memberId,address wallet,uint256 deadline)`.
    function bindWallet(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature) external;

    /// @notice The caller's member will be acted for by `wallet` from now on. Needs the new wallet's signature over `BindWallet`.
    function changeWallet(address wallet, uint256 deadline, bytes calldata walletSignature) external;

    /// @notice Notes that `memberId` was paid up to `cumulative`. Only the payout vault. Never lowers the figure.
    /// @return wallet where the difference goes (0: the member has none, and nothing was noted)
    /// @return previous what had been settled before
    function settle(uint32 memberId, uint64 cumulative) external returns (address wallet, uint64 previous);

    /// @notice Replaces the gateway that may admit members.
    function setRegistrar(address newRegistrar) external;

    function registrar() external view returns (address);
    function payoutVault() external view returns (address);
    /// @notice Legs a member has in the placement tree: 0 no placement tree, 255 unlimited.
    function placementWidth() external view returns (uint8);
    function memberCount() external view returns (uint32);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);

    function sponsorOf(uint32 memberId) external view returns (uint32);
    function depthOf(uint32 memberId) external view returns (uint32);
    /// @return parentId placement parent  @return leg leg under it  @return depth depth in the placement tree
    function placementOf(uint32 memberId) external view returns (uint32 parentId, uint8 leg, uint32 depth);
    function walletOf(uint32 memberId) external view returns (address);
    /// @return the member the wallet acts for, 0 if none
    function memberOf(address wallet) external view returns (uint32);
    /// @notice What was paid to the member so far, in payout units.
    function settledOf(uint32 memberId) external view returns (uint64);

    /// @notice Whether `uplineId` stands above `memberId` in the sponsor tree. A member is not their own upline.
    function isUpline(uint32 uplineId, uint32 memberId) external view returns (bool);
    /// @notice The ancestor of `memberId` in the sponsor tree at `depth` (the company stands at depth 0).
    function ancestorAt(uint32 memberId, uint32 depth) external view returns (uint32);
    /// @notice As `isUpline`, in the placement tree.
    function isPlacementUpline(uint32 uplineId, uint32 memberId) external view returns (bool);
}
