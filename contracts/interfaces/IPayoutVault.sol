// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "./IGenealogy.sol";
import {IVolumeLedger} from "./IVolumeLedger.sol";

/// @title PayoutVault: what is owed, proved and paid
/// @notice A root commits to what every member has earned since the beginning (cumulative), and its sum is the liability. A root
/// is proposed by one role, waits a review window in which a guardian or a referee can reject it, and is accepted by a second
/// role; only then can it be claimed against. The company can withdraw nothing but the surplus over liabilities.
/// @dev Tree. A node is one word: the upper 192 bits of a keccak-256, then a 64-bit sum in payout units.
///  leaf(member, cumulative) = top192(keccak256(abi.encode(chainId, vault, token, memberId, cumulative))) ‖ cumulative
///  node(l, r)               = top192(keccak256(l ‖ r)) ‖ (sum(l) + sum(r)), overflow refused
///  The preimage of a leaf has 160 bytes and that of a node 64, so neither passes for the other; l and r contain both sums, so
///  neither sum can be shifted to the other. Leaves stand in the order of member numbers; a node without a sibling is promoted.
///  Position is bound: the proof is walked by index and leaf count, and must be used up exactly. 192 bits leave 2^96 work for a
///  collision. The empty tree has root 0.
///
///  Key and seal. A claim reads one slot here, not two: what stands beside the counters is a seal, the lower 152 bits of
///  keccak256(root ‖ key), and the claimant brings the key (`accepted().key`): leaf count 32 ‖ period 32 ‖ salt 32 bits. The salt
///  is taken from the block hash before the acceptance, days after the root was fixed: who wants a second root under the same
///  seal needs 2^152 work afterwards, or 2^76 for each of 2^32 salts in advance, which is more than the tree itself asks for.
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

    /// @param proposalHash `hashProposal` of what is in review, 0 if nothing is
    struct Pending {
        bytes32 proposalHash;
        uint64 total;
        uint32 period;
        address proposer;
        uint64 reviewEndsAt;
    }

    /// @param key what claims under this root must bring: leaf count 32 ‖ period 32 ‖ salt 32 bits
    struct Accepted {
        uint32 period;
        uint32 leafCount;
        bytes32 root;
        bytes12 key;
    }

    /// @param proof from the leaf up to the level that `cap` is (`claimMany`)
    struct Claim {
        uint32 memberId;
        uint32 index;
        uint64 cumulative;
        address wallet;
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
    event RootAccepted(uint64 indexed seq, uint32 indexed period, bytes32 indexed root, uint64 total, address by, bytes12 key);
    /// @param amount what was moved  @param cumulative what has been paid to the member in all, this claim included
    event Claimed(uint64 indexed seq, uint32 indexed memberId, address indexed wallet, uint64 amount, uint64 cumulative);
    /// @notice One payment of a batch was passed over; the others were made. `reason` is the selector of the error it got, 0 when
    /// it ran out of gas.
    event ClaimSkipped(uint64 indexed seq, uint32 indexed memberId, bytes4 reason);
    /// @notice The member was paid by bank, as the register with this hash says.
    event BankAcknowledged(
        uint64 indexed seq,
        uint32 indexed memberId,
        bytes32 indexed registerHash,
        uint64 amount,
        uint64 cumulative
    );
    /// @notice What was credited at checkouts was paid out.
    event CreditWithdrawn(uint64 indexed seq, uint32 indexed memberId, address indexed wallet, uint64 amount);
    event Funded(uint64 indexed seq, address indexed from, uint256 amount);
    event SurplusWithdrawn(uint64 indexed seq, address indexed to, uint256 amount);

    /// @notice A root is already in review; it must be accepted or rejected first.
    error PayoutVaultProposalPending(uint32 period);
    error PayoutVaultNothingPending();
    /// @notice The proposal in review is another one than the caller looked at.
    error PayoutVaultUnexpectedProposal(bytes32 given, bytes32 pending);
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
    error PayoutVaultStaleRoot(bytes12 key, bytes12 acceptedKey);
    error PayoutVaultBadProof(uint32 memberId);
    /// @notice The cap is not a level of the tree in force.
    error PayoutVaultBadCap();
    /// @notice The leaves are not those of an aligned subtree: first index, height, number of leaves and of wallets must agree.
    error PayoutVaultBadSubtree(uint32 firstIndex, uint8 height);
    error PayoutVaultNothingToClaim(uint32 memberId, uint64 settled);
    error PayoutVaultNoCredit(uint32 memberId);
    /// @notice Paying would exceed what the accepted root declares.
    error PayoutVaultOverTotal(uint256 settled, uint64 total);
    error PayoutVaultOverSurplus(uint256 amount, uint256 surplus);
    /// @param memberId who was not paid; 0 when funding moved another amount than was asked for (a token that keeps a fee)
    error PayoutVaultTransferFailed(uint32 memberId);
    /// @notice Only the vault itself calls this, to undo one payment of a batch without the others.
    error PayoutVaultNotItself(address caller);
    /// @notice A review lasts from an hour to 90 days.
    error PayoutVaultBadReviewWindow(uint64 reviewWindow);
    /// @notice Sums have 64 bits, which is too few for a token with more than eight decimals.
    error PayoutVaultBadDecimals(uint8 decimals);

    /// @notice Puts a root in review. By the settler. Refused unless the period is closed and newer than the accepted one, plan
    /// and inputs are those on the chain, the total does not fall and (if it grows) stays within the budget, and it is funded.
    function propose(Proposal calldata proposal) external;
    /// @notice Ends the review with a refusal. By a guardian. `proposal` must be the pending one.
    function reject(Proposal calldata proposal, string calldata reason) external;
    /// @notice As `reject`, by a referee: a contract that can show that a root was calculated wrongly.
    function refereeReject(Proposal calldata proposal, string calldata reason) external;
    /// @notice Puts the pending root in force. By an approver other than the proposer, after the window.
    function accept(Proposal calldata proposal) external;

    /// @notice Pays a member up to `cumulative`. Anybody may send it; the money goes to the member's current wallet.
    /// @param key `accepted().key` of the root that the proof was made for
    function claim(
        bytes12 key,
        uint32 memberId,
        uint32 index,
        uint64 cumulative,
        address wallet,
        bytes32[] calldata proof
    ) external returns (uint64 amount);
    /// @notice Pays many; one that cannot be paid is passed over with `ClaimSkipped`.
    /// @param cap all nodes of one level of the tree (the root alone is one too); the proofs end there, not at the root. What
    /// the proofs would repeat is sent once.
    function claimMany(bytes12 key, bytes32[] calldata cap, Claim[] calldata claims) external returns (uint256 amount);
    /// @notice Pays everybody below one node; who cannot be paid is passed over with `ClaimSkipped`, or silently if no wallet is
    /// named.
    /// @param firstIndex position of the first leaf, a multiple of 2^height
    /// @param leaves all of the subtree, 12 bytes each: member 4, cumulative 8 (fewer than 2^height only where the tree ends)
    /// @param wallets one for each leaf, 0 to pass over
    /// @param proof from the subtree's node to the root
    function paySubtree(
        bytes12 key,
        uint32 firstIndex,
        uint8 height,
        bytes calldata leaves,
        address[] calldata wallets,
        bytes32[] calldata proof
    ) external returns (uint256 amount);
    /// @notice Pays leaves that were proved. Only by the vault itself, so that a payment that fails can be undone without the
    /// others.
    function payProved(bytes calldata leaves, address[] calldata wallets, uint64 total) external returns (uint256 amount);
    /// @notice Notes what was paid by bank to members on the bank route. By an accountant. Who is on the token route (by now), or
    /// was settled already, is passed over with `ClaimSkipped`.
    /// @param keys account key for each leaf: the wallet, or the member number as an address while there is none
    /// @param chosen bit i (from the right): leaf i is acknowledged
    /// @param registerHash keccak-256 of the bank register
    function acknowledgeBank(
        bytes12 key,
        uint32 firstIndex,
        uint8 height,
        bytes calldata leaves,
        address[] calldata keys,
        uint256 chosen,
        bytes32[] calldata proof,
        bytes32 registerHash
    ) external returns (uint256 amount);
    /// @notice Pays what checkouts credited to the member. Anybody may send it; the money goes to the member's current wallet.
    function withdrawCredit(uint32 memberId, address wallet) external returns (uint64 amount);

    /// @notice Moves `amount` from the caller into the vault.
    function fund(uint256 amount) external;
    /// @notice Takes out what exceeds the liabilities and the reserve. By the treasurer.
    function withdrawSurplus(address to, uint256 amount) external;

    function token() external view returns (address);
    function reviewWindow() external view returns (uint64);
    function accepted() external view returns (Accepted memory);
    function acceptedTotal() external view returns (uint64);
    function pending() external view returns (Pending memory);
    function totalSettled() external view returns (uint64);
    /// @notice What was paid out of credits so far.
    function creditsPaid() external view returns (uint64);
    /// @notice What is owed and not yet paid: under the accepted root (or the pending one, if that is more), and credits.
    function liabilities() external view returns (uint256);
    /// @notice What recorded sales may still come to: their budget beyond that of the accepted period.
    function reserve() external view returns (uint256);
    /// @notice What the company may take out: the balance less liabilities and reserve.
    function surplus() external view returns (uint256);
    function hashLeaf(uint32 memberId, uint64 cumulative) external view returns (bytes32);
    /// @return upper 192 bits of keccak256(abi.encode(proposal)), then the 64-bit sum of its root
    function hashProposal(Proposal calldata proposal) external pure returns (bytes32);
    function genealogy() external view returns (IGenealogy);
    function ledger() external view returns (IVolumeLedger);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);
}
