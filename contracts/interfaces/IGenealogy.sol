// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Genealogy: who introduced whom, who stands where, and which wallet acts for whom
/// @notice Facts without an owner. Member numbers are gapless from 1; number 1 is the company. A sponsor and a placement are
/// recorded once: no function of this contract, for any caller, changes them.
/// @dev What a follower may rely on:
///  - every event carries `seq`, gapless from 1 for this contract;
///  - `memberId` of registrations grows by one each time (a batch takes `count` numbers at once);
///  - `sponsorId < memberId` and `parentId < memberId`, so a cycle cannot be written down;
///  - a wallet belongs to at most one member at any time, and once it was given up to nobody ever again.
/// EIP-712 domain: name "Upline Genealogy", version "1", chain and address of this contract.
/// Ancestor queries use jump pointers whose lengths follow the skew-binary digits of the depth (E. W. Myers, "An applicative
/// random-access stack", 1983): O(log depth) reads, whatever the shape of the tree.
///
/// What money needs lives in the two slots that a member has anyway. Beside the sponsor link: instant credit, activity and the
/// window of sale numbers, written by the ledger of this deployment (a sale) and its vault (a withdrawal). Beside the wallet: what
/// was settled and the route, written by the vault and the member. None of these calls can touch a link, a place or a wallet.
/// The account of a member without a wallet has the key `address(uint160(memberId))`; no wallet may be that small a number.
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

    /// @notice From now on `recovery` (0: nobody) may start a recovery for the member, until the member's wallet says otherwise.
    event RecoveryAddressSet(uint64 indexed seq, uint32 indexed memberId, address indexed recovery);

    /// @notice From `readyAt` on `newWallet` can take over, unless the current wallet cancels.
    event RecoveryStarted(uint64 indexed seq, uint32 indexed memberId, address indexed newWallet, uint64 readyAt);

    /// @notice The recovery that was running will not happen.
    event RecoveryCancelled(uint64 indexed seq, uint32 indexed memberId);

    /// @notice The member wants to be paid by bank (`bank`) or by token to the wallet.
    event RouteChosen(uint64 indexed seq, uint32 indexed memberId, bool bank);

    /// @notice No member has this number (or it is zero).
    error GenealogyUnknownMember(uint32 memberId);
    /// @notice The wallet already acts for `memberId`, or (when somebody joins) once did: a wallet joins once.
    error GenealogyWalletTaken(address wallet, uint32 memberId);
    /// @notice The member already has a wallet; only that wallet can name another.
    error GenealogyWalletAlreadyBound(uint32 memberId);
    /// @notice The caller acts for no member.
    error GenealogyNoMember(address wallet);
    /// @notice The wallet does not act for this member (any more), or the key is not that of this member's account.
    error GenealogyNotTheWallet(uint32 memberId, address wallet);
    /// @notice An address that small stands for a member without a wallet.
    error GenealogyReservedWallet(address wallet);
    /// @notice The caller is not the registrar.
    error GenealogyNotRegistrar(address caller);
    /// @notice The caller is not the payout vault of this deployment.
    error GenealogyNotVault(address caller);
    /// @notice The caller is not the volume ledger of this deployment.
    error GenealogyNotLedger(address caller);
    /// @notice The caller is not the recovery address that the member chose.
    error GenealogyNotRecovery(address caller);
    /// @notice No recovery is running for this member.
    error GenealogyNothingToRecover(uint32 memberId);
    /// @notice The current wallet has until `readyAt` to cancel.
    error GenealogyRecoveryNotReady(uint64 readyAt);
    /// @notice The member is paid by bank, so nothing is paid by token.
    error GenealogyBankRoute(uint32 memberId);
    /// @notice The member is paid by token, so nothing is paid by bank.
    error GenealogyTokenRoute(uint32 memberId);
    /// @notice The wallet did not sign this choice of a route.
    error GenealogyBadRouteSignature(address wallet);
    /// @notice A choice with this number or a later one was made already.
    error GenealogyNonceUsed(uint256 nonce);
    /// @notice Choices come in the order of their numbers; `expected` has not been made yet.
    error GenealogyNonceSkipped(uint256 nonce, uint256 expected);
    /// @notice The member's sale with this number was recorded already.
    error GenealogySaleNumberUsed(uint32 memberId, uint32 saleNumber);
    /// @notice The number is 0, or lies 32 or more behind the member's highest.
    error GenealogySaleNumberTooOld(uint32 memberId, uint32 saleNumber, uint32 highest);
    /// @notice Leaves and wallets differ in number, or the leaves are not whole.
    error GenealogyBadBatch(uint256 leafBytes, uint256 wallets);
    /// @notice The import does not start at the next free number: somebody else registered first. Read again, send again.
    error GenealogyUnexpectedMemberId(uint32 expected, uint32 actual);
    /// @notice The packed entries are empty or not a whole number of entries.
    error GenealogyBadImport(uint256 length);
    /// @notice This deployment keeps no placement tree, so parent and leg must be zero.
    error GenealogyPlacementUnused(uint32 parentId, uint8 leg);
    /// @notice The placement tree can be 0 (none) to 128 wide, or 255 (unlimited).
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
    /// @notice Numbers, depth (2^24), periods (2^16) or the credit of a member (2^56 payout units) are used up.
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
    /// What was settled and the route go along; a recovery that is running is cancelled; the recovery address stays.
    function changeWallet(address wallet, uint256 deadline, bytes calldata walletSignature) external;

    /// @notice Names who may start a recovery for the caller's member; 0 for nobody. Cancels a recovery that is running.
    function setRecovery(address recovery) external;

    /// @notice Begins to move the member to `newWallet`, which must sign `BindWallet`. By the recovery address. Started again, it
    /// begins anew, with the whole delay.
    function startRecovery(uint32 memberId, address newWallet, uint256 deadline, bytes calldata newWalletSignature) external;

    /// @notice Stops the recovery that is running. By the member's current wallet.
    function cancelRecovery(uint32 memberId) external;

    /// @notice Moves the member to the wallet that was named at the start. By anybody, once the delay is over.
    /// @param currentWallet who acts for the member now
    function finishRecovery(uint32 memberId, address currentWallet) external;

    /// @notice How the caller's member wants to be paid. Uses up the next number, so that what was signed before and not sent dies.
    function chooseRoute(bool bank) external;

    /// @notice As `chooseRoute`, carried by anybody. Signed by `wallet`:
    /// `ChooseRoute(uint32 memberId,bool bank,uint256 nonce,uint256 deadline)`, where `nonce` is exactly `routeNonceOf(wallet)`.
    function chooseRouteFor(
        uint32 memberId,
        address wallet,
        bool bank,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Notes that `memberId` was paid up to `cumulative` by token to `wallet`. Only the payout vault. Refused unless
    /// `wallet` acts for the member now and is on the token route. Never lowers the figure.
    /// @return previous what had been settled before
    function settle(uint32 memberId, address wallet, uint64 cumulative) external returns (uint64 previous);

    /// @notice As `settle` for many; who cannot be paid is passed over. Only the payout vault.
    /// @param leaves packed, 12 bytes each: memberId 4, cumulative 8
    /// @param wallets the wallet of each, any other address where there is none
    /// @return amounts cumulative less what had been settled; 0: nothing was noted
    function settleMany(bytes calldata leaves, address[] calldata wallets) external returns (uint64[] memory amounts);

    /// @notice Notes that `memberId` was paid up to `cumulative` by bank. Only the payout vault. Never lowers the figure.
    /// @param key the member's wallet, on the bank route, or `address(uint160(memberId))` while there is none
    /// @return previous what had been settled before
    function settleBank(uint32 memberId, address key, uint64 cumulative) external returns (uint64 previous);

    /// @notice Notes a sale and credits its instant levels. Only the volume ledger.
    /// @dev An own purchase makes the buyer active through `period` + 1, and level 1 is the sponsor; of a customer sale level 1 is
    /// the seller. Who is not active in `period` is passed over and takes no level; the company ends the walk, and so does the
    /// fortieth member looked at. A level gets floor(rate × cv / 10^6).
    /// @param saleNumber of this member: each once, and none that lies 32 or more behind the highest (RFC 4303, 3.4.3)
    /// @param cv commissionable volume; below 2^40, or the amounts do not fit into their entries
    /// @param orderRef what the entries name
    /// @param levels ppm of level 1 in the lowest 20 bits, up to level 10
    /// @return instant Σ of what was credited
    /// @return entries an entry of kind 5 for each level that was credited, packed as `IVolumeLedger` lays it out, so that nobody
    /// takes them apart on the way into the ledger
    function creditSale(
        uint32 memberId,
        bool customerSale,
        uint32 saleNumber,
        uint64 cv,
        uint48 orderRef,
        uint256 levels,
        uint32 period
    ) external returns (uint256 instant, bytes memory entries);

    /// @notice Empties the member's instant credit, which the caller pays to `wallet`. Only the payout vault. Refused as `settle`
    /// refuses.
    function takeCredit(uint32 memberId, address wallet) external returns (uint64 amount);

    /// @notice Replaces the gateway that may admit members.
    function setRegistrar(address newRegistrar) external;

    function registrar() external view returns (address);
    function payoutVault() external view returns (address);
    function ledger() external view returns (address);
    /// @notice Legs a member has in the placement tree: 0 no placement tree, 255 unlimited.
    function placementWidth() external view returns (uint8);
    function memberCount() external view returns (uint32);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);

    function sponsorOf(uint32 memberId) external view returns (uint32);
    function depthOf(uint32 memberId) external view returns (uint32);
    /// @return parentId placement parent  @return leg leg under it  @return depth depth in the placement tree
    function placementOf(uint32 memberId) external view returns (uint32 parentId, uint8 leg, uint32 depth);
    function hasWallet(uint32 memberId) external view returns (bool);
    /// @return the member the wallet acts for, 0 if none
    function memberOf(address wallet) external view returns (uint32);
    /// @notice What stands under a wallet, or under the key of a member without one.
    /// @return memberId whose account it is or, when `former`, was; 0: nobody's
    /// @return settled what was paid so far, in payout units (0 when `former`: it went along)
    /// @return former whether the wallet was given up, or the member without a wallet got one
    /// @return bankRoute whether the member is paid by bank
    function accountOf(address key) external view returns (uint32 memberId, uint64 settled, bool former, bool bankRoute);
    /// @notice What was paid to the member so far, in payout units.
    /// @param wallet who acts for the member, 0 for a member without a wallet
    function settledOf(uint32 memberId, address wallet) external view returns (uint64);
    /// @notice The number that the wallet's next signed choice of a route must carry.
    function routeNonceOf(address wallet) external view returns (uint256);
    /// @return recovery who may start a recovery
    /// @return newWallet who will take over (0: none is running)
    /// @return readyAt from when
    function recoveryOf(uint32 memberId) external view returns (address recovery, address newWallet, uint64 readyAt);
    /// @notice Seconds that the current wallet has to cancel a recovery.
    function recoveryDelay() external view returns (uint64);
    /// @notice What sales left with the member.
    /// @return credit instant credit not yet withdrawn, in payout units
    /// @return activeThrough last period of activity
    /// @return highestSale highest sale number
    /// @return saleWindow bit i: number highestSale - i is used
    function salesOf(
        uint32 memberId
    ) external view returns (uint64 credit, uint32 activeThrough, uint32 highestSale, uint32 saleWindow);

    /// @notice Whether `uplineId` stands above `memberId` in the sponsor tree. A member is not their own upline.
    function isUpline(uint32 uplineId, uint32 memberId) external view returns (bool);
    /// @notice The ancestor of `memberId` in the sponsor tree at `depth` (the company stands at depth 0).
    function ancestorAt(uint32 memberId, uint32 depth) external view returns (uint32);
    /// @notice As `isUpline`, in the placement tree.
    function isPlacementUpline(uint32 uplineId, uint32 memberId) external view returns (bool);
}
