// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "./IGenealogy.sol";
import {IVolumeLedger} from "./IVolumeLedger.sol";

/// @title PayoutVault: what is owed, proved and paid
/// @notice A root commits to what every member has earned since the beginning (cumulative), and its sum is the liability. A root
/// is proposed by one role, waits a review window in which a guardian can reject it, and is accepted by a second role; only then
/// can it be claimed against. The company can withdraw nothing but the surplus over liabilities.
/// @dev Tree. A node is one word: the upper 192 bits of a keccak-256, then a 64-bit sum in payout units.
///  leaf(member, cumulative) = top192(keccak256(abi.encode(chainId, vault, token, memberId, cumulative))) ‖ cumulative
///  node(l, r)               = top192(keccak256(l ‖ r)) ‖ (sum(l) + sum(r)), overflow refused
///  The preimage of a leaf has 160 bytes and that of a node 64, so neither passes for the other; l and r contain both sums, so
///  neither sum can be shifted to the other. Leaves stand in the order of member numbers; a node without a sibling is promoted.
///  Position is bound: the proof is walked by index and leaf count, and must be used up exactly. 192 bits leave 2^96 work for a
///  collision. The empty tree has root 0.
interface IPayoutVault {
    struct Proposal {
        uint32 period;
        uint32 planVersion;
        uint32 leafCount;
        bytes32 root;
        bytes32 inputHash;
        bytes32 stateRoot;
        bytes32 fileHash;
    }

    struct Accepted {
        uint32 period;
        uint32 leafCount;
        bytes32 root;
    }

    struct Claim {
        uint32 memberId;
        address wallet;
        uint32 index;
        uint64 cumulative;
        bytes32[] proof;
    }

    event RootProposed(
        uint64 indexed seq,
        uint32 indexed period,
        bytes32 indexed root,
        uint64 total,
        uint32 leafCount,
        uint32 planVersion,
        bytes32 inputHash,
        bytes32 stateRoot,
        bytes32 fileHash,
        address proposer,
        uint64 reviewEndsAt
    );
    event RootRejected(uint64 indexed seq, uint32 indexed period, bytes32 indexed root, address by, string reason);
    event RootAccepted(uint64 indexed seq, uint32 indexed period, bytes32 indexed root, uint64 total, address by);
    /// @param amount what was moved  @param cumulative what has been paid to the member in all, this claim included
    event Claimed(uint64 indexed seq, uint32 indexed memberId, address indexed wallet, uint64 amount, uint64 cumulative);
    /// @notice One claim of a batch was passed over; the others were paid. `reason` is the selector of the error it would have
    /// got.
    event ClaimSkipped(uint64 indexed seq, uint32 indexed memberId, bytes4 reason);
    event Funded(uint64 indexed seq, address indexed from, uint256 amount);
    event SurplusWithdrawn(uint64 indexed seq, address indexed to, uint256 amount);

    /// @notice A root is already in review; it must be accepted or rejected first.
    error PayoutVaultProposalPending(uint32 period);
    error PayoutVaultNothingPending();
    /// @notice The root in review is another one than the caller looked at.
    error PayoutVaultUnexpectedRoot(bytes32 expected, bytes32 actual);
    error PayoutVaultPeriodAlreadyAccepted(uint32 period, uint32 acceptedPeriod);
    error PayoutVaultWrongPlan(uint32 planVersion, uint32 expected);
    error PayoutVaultWrongInputs(bytes32 inputHash, bytes32 expected);
    /// @notice No leaves and a root, or leaves and no root.
    error PayoutVaultBadLeafCount(uint32 leafCount);
    error PayoutVaultTotalFalls(uint64 total, uint64 acceptedTotal);
    error PayoutVaultOverBudget(uint64 total, int128 budget);
    error PayoutVaultUnderfunded(uint256 missing);
    error PayoutVaultInReview(uint64 reviewEndsAt);
    /// @notice Who proposed cannot accept; and neither can be done through the authority, which would hide who acts.
    error PayoutVaultSamePerson(address account);
    /// @notice The proof was made for another root than the one in force; build it anew.
    error PayoutVaultStaleRoot(bytes32 given, bytes32 accepted);
    error PayoutVaultBadProof(uint32 memberId);
    error PayoutVaultSumOverflow();
    error PayoutVaultNothingToClaim(uint32 memberId, uint64 settled);
    /// @notice Paying would exceed what the accepted root declares.
    error PayoutVaultOverTotal(uint256 settled, uint64 total);
    error PayoutVaultOverSurplus(uint256 amount, uint256 surplus);
    /// @param memberId who was not paid; 0 when funding moved another amount than was asked for (a token that keeps a fee)
    error PayoutVaultTransferFailed(uint32 memberId);
    /// @notice A review lasts from an hour to 90 days.
    error PayoutVaultBadReviewWindow(uint64 reviewWindow);
    /// @notice Sums have 64 bits, which is too few for a token with more than eight decimals.
    error PayoutVaultBadDecimals(uint8 decimals);

    /// @notice Puts a root in review. By the settler. Refused unless the period is closed and newer than the accepted one, plan
    /// and inputs are those on the chain, the total does not fall and (if it grows) stays within the budget, and it is funded.
    function propose(Proposal calldata proposal) external;
    /// @notice Ends the review with a refusal. By a guardian. `root` must be the pending one.
    function reject(bytes32 root, string calldata reason) external;
    /// @notice Puts the pending root in force. By an approver other than the proposer, after the window.
    function accept(bytes32 root) external;

    /// @notice Pays a member up to `cumulative`. Anybody may send it; the money goes to the member's current wallet.
    function claim(
        bytes32 root,
        uint32 memberId,
        address wallet,
        uint32 index,
        uint64 cumulative,
        bytes32[] calldata proof
    ) external returns (uint64 amount);
    /// @notice Pays many; one that cannot be paid is passed over with `ClaimSkipped`.
    function claimMany(bytes32 root, Claim[] calldata claims) external returns (uint256 amount);

    /// @notice Moves `amount` from the caller into the vault.
    function fund(uint256 amount) external;
    /// @notice Takes out what exceeds the liabilities. By the treasurer.
    function withdrawSurplus(address to, uint256 amount) external;

    function token() external view returns (address);
    function reviewWindow() external view returns (uint64);
    function accepted() external view returns (Accepted memory);
    function acceptedTotal() external view returns (uint64);
    function pending() external view returns (Proposal memory proposal, address proposer, uint64 reviewEndsAt);
    function totalSettled() external view returns (uint64);
    /// @notice What is owed under the accepted root (or the pending one, if that is more) and not yet paid.
    function liabilities() external view returns (uint256);
    function surplus() external view returns (uint256);
    function hashLeaf(uint32 memberId, uint64 cumulative) external view returns (bytes32);
    function genealogy() external view returns (IGenealogy);
    function ledger() external view returns (IVolumeLedger);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);
}
