// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {Acceptance, AcceptanceWord} from "./Acceptance.sol";
import {Books, BooksWord} from "./Books.sol";
import {Review, ReviewWord} from "./Review.sol";
import {SumTree} from "./SumTree.sol";

/// @title RootReview: how a root comes into force, and what is owed under it
/// @notice What it promises is written in `IPayoutVault`.
abstract contract RootReview is IPayoutVault, AccessManaged {
    using SafeERC20 for IERC20;
    using SumTree for bytes32;
    using AcceptanceWord for bytes12;
    using Math for uint256;

    // Immutables

    uint64 private constant SHORTEST_REVIEW = 1 hours;
    uint64 private constant LONGEST_REVIEW = 90 days;
    /// @dev Sums have 64 bits; with eight decimals that is 184 billion whole tokens.
    uint8 private constant MOST_DECIMALS = 8;
    /// @dev Its sum is 0, as that of the empty tree.
    bytes32 private constant NO_ROOT_YET = bytes32(uint256(1) << 64);

    IERC20 internal immutable _token;
    /// @inheritdoc IPayoutVault
    IGenealogy public immutable genealogy;
    /// @inheritdoc IPayoutVault
    IVolumeLedger public immutable ledger;
    /// @inheritdoc IPayoutVault
    uint64 public immutable reviewWindow;

    // Storage

    Books internal _books;
    Acceptance internal _acceptance;
    Review private _review;
    bytes32 private _proposalHash;
    bytes32 private _acceptedRoot;

    // Constructor

    constructor(
        address manager,
        IERC20 token_,
        IGenealogy genealogy_,
        IVolumeLedger ledger_,
        uint64 reviewWindow_
    ) AccessManaged(manager) {
        if (reviewWindow_ < SHORTEST_REVIEW || reviewWindow_ > LONGEST_REVIEW) revert PayoutVaultBadReviewWindow(reviewWindow_);
        (bool known, uint8 decimals) = token_.tryGetDecimals();
        if (!known || decimals > MOST_DECIMALS) revert PayoutVaultBadDecimals(decimals);
        _token = token_;
        genealogy = genealogy_;
        ledger = ledger_;
        reviewWindow = reviewWindow_;
        // None of them is zero, so that the first root costs what every other does.
        _books = BooksWord.open();
        _acceptance = AcceptanceWord.none();
        _review = ReviewWord.begin(address(this), 0, 0);
        _proposalHash = NO_ROOT_YET;
        _acceptedRoot = NO_ROOT_YET;
    }

    // External functions

    /// @inheritdoc IPayoutVault
    function propose(Proposal calldata proposal) external restricted {
        Review review = _review;
        Acceptance acceptance = _acceptance;
        if (review.isOpen(acceptance)) revert PayoutVaultProposalPending(review.period());
        // What the authority carries out on somebody's behalf hides who that is, and two people must be told apart here.
        if (msg.sender == authority()) revert PayoutVaultSamePerson(msg.sender);
        uint32 acceptedPeriod = acceptance.key().periodOf();
        if (proposal.period <= acceptedPeriod) revert PayoutVaultPeriodAlreadyAccepted(proposal.period, acceptedPeriod);
        uint64 instant = _checkAgainstLedger(proposal);
        Books books = _books;
        _checkFunded(proposal.root.sumOf(), books, acceptance, instant);

        review = ReviewWord.begin(msg.sender, proposal.period, uint64(block.timestamp) + reviewWindow);
        books = books.plusEvents(1);
        _books = books;
        _review = review;
        _proposalHash = hashProposal(proposal);

        emit RootProposed(
            books.seq(),
            proposal.period,
            proposal.root,
            proposal.root.sumOf(),
            proposal.leafCount,
            proposal.planVersion,
            proposal.inputHash,
            proposal.stateRoot,
            proposal.fileHash,
            msg.sender,
            review.endsAt()
        );
    }

    /// @inheritdoc IPayoutVault
    function reject(Proposal calldata proposal, string calldata reason) external restricted {
        _reject(proposal, reason);
    }

    /// @inheritdoc IPayoutVault
    function refereeReject(Proposal calldata proposal, string calldata reason) external restricted {
        _reject(proposal, reason);
    }

    /// @inheritdoc IPayoutVault
    function accept(Proposal calldata proposal) external restricted {
        Acceptance acceptance = _acceptance;
        Review review = _checkPending(proposal, acceptance);
        if (msg.sender == review.proposer() || msg.sender == authority()) revert PayoutVaultSamePerson(msg.sender);
        if (block.timestamp < review.endsAt()) revert PayoutVaultInReview(review.endsAt());
        Books books = _books;
        _checkFunded(proposal.root.sumOf(), books, acceptance, ledger.instantTotal());

        // That the accepted period has reached the one in review is what ends the review.
        acceptance = acceptance.withKey(proposal.leafCount, proposal.period, uint32(uint256(blockhash(block.number - 1))));
        books = books.sealedBy(proposal.root, acceptance.key()).plusEvents(1);
        _books = books;
        _acceptance = acceptance;
        _acceptedRoot = proposal.root;

        emit RootAccepted(books.seq(), proposal.period, proposal.root, proposal.root.sumOf(), msg.sender, acceptance.key());
    }

    // View functions

    /// @inheritdoc IPayoutVault
    function token() external view returns (address) {
        return address(_token);
    }

    /// @inheritdoc IPayoutVault
    function accepted() external view returns (Accepted memory) {
        bytes12 key = _acceptance.key();
        bytes32 root = key.periodOf() == 0 ? bytes32(0) : _acceptedRoot;
        return Accepted({period: key.periodOf(), leafCount: key.leafCountOf(), root: root, key: key});
    }

    /// @inheritdoc IPayoutVault
    function acceptedTotal() public view returns (uint64) {
        return _acceptedRoot.sumOf();
    }

    /// @inheritdoc IPayoutVault
    function pending() external view returns (Pending memory found) {
        Review review = _review;
        if (!review.isOpen(_acceptance)) return found;
        return
            Pending({
                proposalHash: _proposalHash,
                total: _proposalHash.sumOf(),
                period: review.period(),
                proposer: review.proposer(),
                reviewEndsAt: review.endsAt()
            });
    }

    /// @inheritdoc IPayoutVault
    function totalSettled() external view returns (uint64) {
        return _books.settled();
    }

    /// @inheritdoc IPayoutVault
    function creditsPaid() external view returns (uint64) {
        return _acceptance.creditsPaid();
    }

    /// @inheritdoc IPayoutVault
    function liabilities() external view returns (uint256) {
        return _owed(Math.max(acceptedTotal(), _pendingTotal()), _books, _acceptance, ledger.instantTotal());
    }

    /// @inheritdoc IPayoutVault
    function reserve() public view returns (uint256) {
        uint32 period = _acceptance.key().periodOf();
        // What earlier sales could still have come to and did not is the company's; a later root needs new money for it.
        int256 used = period == 0 ? int256(0) : int256(ledger.periodOf(period).budget);
        int256 total = int256(uint256(acceptedTotal()));
        int256 growth = ledger.openBudget() - (used > total ? used : total);
        return growth > 0 ? uint256(growth) : 0;
    }

    /// @inheritdoc IPayoutVault
    function surplus() public view returns (uint256) {
        // A root in review is made of the same sales that the reserve is for.
        uint256 total = Math.max(acceptedTotal() + reserve(), _pendingTotal());
        return _token.balanceOf(address(this)).saturatingSub(_owed(total, _books, _acceptance, ledger.instantTotal()));
    }

    /// @inheritdoc IPayoutVault
    function hashProposal(Proposal calldata proposal) public pure returns (bytes32) {
        return SumTree.pack(keccak256(abi.encode(proposal)), proposal.root.sumOf());
    }

    /// @inheritdoc IPayoutVault
    function lastSeq() external view returns (uint64) {
        return _books.seq();
    }

    // Internal functions

    /// @dev The number for the one event that the caller is about to tell.
    function _nextSeq() internal returns (uint64) {
        Books books = _books.plusEvents(1);
        _books = books;
        return books.seq();
    }

    function _reject(Proposal calldata proposal, string calldata reason) private {
        _review = _checkPending(proposal, _acceptance).ended();

        emit RootRejected(_nextSeq(), proposal.period, proposal.root, msg.sender, reason);
    }

    function _checkPending(Proposal calldata proposal, Acceptance acceptance) private view returns (Review review) {
        review = _review;
        if (!review.isOpen(acceptance)) revert PayoutVaultNothingPending();
        (bytes32 given, bytes32 expected) = (hashProposal(proposal), _proposalHash);
        if (given != expected) revert PayoutVaultUnexpectedProposal(given, expected);
    }

    /// @return instant credits of all sales
    function _checkAgainstLedger(Proposal calldata proposal) private view returns (uint64 instant) {
        uint32 planVersion;
        int128 budget;
        bytes32 inputHash;
        (planVersion, budget, inputHash, instant) = ledger.payoutTermsOf(proposal.period);
        if (proposal.planVersion != planVersion) revert PayoutVaultWrongPlan(proposal.planVersion, planVersion);
        if (proposal.inputHash != inputHash) revert PayoutVaultWrongInputs(proposal.inputHash, inputHash);
        if ((proposal.leafCount == 0) != (proposal.root == 0)) revert PayoutVaultBadLeafCount(proposal.leafCount);

        uint64 total = proposal.root.sumOf();
        uint64 current = acceptedTotal();
        if (total < current) revert PayoutVaultTotalFalls(total, current);
        // What was accepted stays owed even when refunds have since lowered the budget below it.
        if (total > current && int256(uint256(total)) > budget) revert PayoutVaultOverBudget(total, budget);
    }

    function _checkFunded(uint64 total, Books books, Acceptance acceptance, uint64 instant) private view {
        uint256 owed = _owed(total, books, acceptance, instant);
        uint256 balance = _token.balanceOf(address(this));
        if (balance < owed) revert PayoutVaultUnderfunded(owed - balance);
    }

    /// @dev What has to be there under a root with this total, instant credits included.
    function _owed(uint256 total, Books books, Acceptance acceptance, uint64 instant) private pure returns (uint256) {
        return total - books.settled() + instant - acceptance.creditsPaid();
    }

    function _pendingTotal() private view returns (uint64) {
        return _review.isOpen(_acceptance) ? _proposalHash.sumOf() : 0;
    }
}
