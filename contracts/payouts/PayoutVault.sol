// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {SumTree} from "./SumTree.sol";

/// @title PayoutVault
/// @notice What it promises is written in `IPayoutVault`.
contract PayoutVault is IPayoutVault, AccessManaged {
    using SafeERC20 for IERC20;
    using SumTree for bytes32;

    /// @dev One slot beside the root: all that a claim reads and writes here.
    struct State {
        uint32 acceptedPeriod;
        uint32 acceptedLeafCount;
        uint64 totalSettled;
        uint64 seq;
    }

    // Immutables

    uint64 private constant SHORTEST_REVIEW = 1 hours;
    uint64 private constant LONGEST_REVIEW = 90 days;
    /// @dev Sums have 64 bits; with eight decimals that is 184 billion whole tokens.
    uint8 private constant MOST_DECIMALS = 8;

    IERC20 private immutable _token;
    /// @inheritdoc IPayoutVault
    IGenealogy public immutable genealogy;
    /// @inheritdoc IPayoutVault
    IVolumeLedger public immutable ledger;
    /// @inheritdoc IPayoutVault
    uint64 public immutable reviewWindow;

    // Storage

    State private _state;
    bytes32 private _acceptedRoot;
    Proposal private _pending;
    address private _proposer;
    /// @dev 0: nothing is in review. (The root itself says nothing: that of an empty tree is 0.)
    uint64 private _reviewEndsAt;

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
    }

    // External functions: the root

    /// @inheritdoc IPayoutVault
    function propose(Proposal calldata proposal) external restricted {
        if (_reviewEndsAt != 0) revert PayoutVaultProposalPending(_pending.period);
        // What the authority carries out on somebody's behalf hides who that is, and two people must be told apart here.
        if (msg.sender == authority()) revert PayoutVaultSamePerson(msg.sender);
        if (proposal.period <= _state.acceptedPeriod) {
            revert PayoutVaultPeriodAlreadyAccepted(proposal.period, _state.acceptedPeriod);
        }
        _checkAgainstLedger(proposal);
        _checkFunded(proposal.root.sumOf());

        uint64 reviewEndsAt = uint64(block.timestamp) + reviewWindow;
        uint64 seq = ++_state.seq;
        _pending = proposal;
        _proposer = msg.sender;
        _reviewEndsAt = reviewEndsAt;

        emit RootProposed(
            seq,
            proposal.period,
            proposal.root,
            proposal.root.sumOf(),
            proposal.leafCount,
            proposal.planVersion,
            proposal.inputHash,
            proposal.stateRoot,
            proposal.fileHash,
            msg.sender,
            reviewEndsAt
        );
    }

    /// @inheritdoc IPayoutVault
    function reject(bytes32 root, string calldata reason) external restricted {
        _checkPending(root);

        uint32 period = _pending.period;
        uint64 seq = ++_state.seq;
        _clearPending();

        emit RootRejected(seq, period, root, msg.sender, reason);
    }

    /// @inheritdoc IPayoutVault
    function accept(bytes32 root) external restricted {
        _checkPending(root);
        if (msg.sender == _proposer || msg.sender == authority()) revert PayoutVaultSamePerson(msg.sender);
        if (block.timestamp < _reviewEndsAt) revert PayoutVaultInReview(_reviewEndsAt);
        _checkFunded(root.sumOf());

        uint32 period = _pending.period;
        uint64 seq = ++_state.seq;
        _state.acceptedPeriod = period;
        _state.acceptedLeafCount = _pending.leafCount;
        _acceptedRoot = root;
        _clearPending();

        emit RootAccepted(seq, period, root, root.sumOf(), msg.sender);
    }

    // External functions: claims

    /// @inheritdoc IPayoutVault
    function claim(
        bytes32 root,
        uint32 memberId,
        address wallet,
        uint32 index,
        uint64 cumulative,
        bytes32[] calldata proof
    ) external returns (uint64 amount) {
        bytes32 acceptedRoot = _acceptedRoot;
        if (root != acceptedRoot) revert PayoutVaultStaleRoot(root, acceptedRoot);
        State memory state = _state;
        (bool fits, bytes32 end) = hashLeaf(memberId, cumulative).walk(index, state.acceptedLeafCount, proof);
        if (!fits || end != root) revert PayoutVaultBadProof(memberId);

        // Noting comes before paying; if the payment fails, this call is undone as a whole.
        uint64 previous = genealogy.settle(memberId, wallet, cumulative);
        if (cumulative <= previous) revert PayoutVaultNothingToClaim(memberId, previous);
        // Safety: `previous` is lower, and a sum beyond 2^64 is seen in 256 bits before it is stored in 64.
        unchecked {
            amount = cumulative - previous;
            uint256 settled = uint256(state.totalSettled) + amount;
            if (settled > root.sumOf()) revert PayoutVaultOverTotal(settled, root.sumOf());
            state.totalSettled = uint64(settled);
            state.seq += 1;
        }
        _state = state;

        emit Claimed(state.seq, memberId, wallet, amount, cumulative);

        if (!_token.trySafeTransfer(wallet, amount)) revert PayoutVaultTransferFailed(memberId);
    }

    /// @inheritdoc IPayoutVault
    function claimMany(bytes32 root, Claim[] calldata claims) external returns (uint256 amount) {
        for (uint256 i = 0; i < claims.length; i++) {
            Claim calldata one = claims[i];
            // A call of its own for each, so that one failure undoes one claim and names itself.
            try this.claim(root, one.memberId, one.wallet, one.index, one.cumulative, one.proof) returns (uint64 paid) {
                amount += paid;
            } catch (bytes memory fault) {
                emit ClaimSkipped(++_state.seq, one.memberId, bytes4(fault));
            }
        }
    }

    // External functions: the money

    /// @inheritdoc IPayoutVault
    function fund(uint256 amount) external {
        uint256 before = _token.balanceOf(address(this));

        emit Funded(++_state.seq, msg.sender, amount);

        _token.safeTransferFrom(msg.sender, address(this), amount);
        // A token that keeps a fee would make the event say more than came in.
        if (_token.balanceOf(address(this)) - before != amount) revert PayoutVaultTransferFailed(0);
    }

    /// @inheritdoc IPayoutVault
    function withdrawSurplus(address to, uint256 amount) external restricted {
        uint256 available = surplus();
        if (amount > available) revert PayoutVaultOverSurplus(amount, available);

        emit SurplusWithdrawn(++_state.seq, to, amount);

        _token.safeTransfer(to, amount);
    }

    // View functions

    /// @inheritdoc IPayoutVault
    function token() external view returns (address) {
        return address(_token);
    }

    /// @inheritdoc IPayoutVault
    function accepted() external view returns (Accepted memory) {
        return Accepted({period: _state.acceptedPeriod, leafCount: _state.acceptedLeafCount, root: _acceptedRoot});
    }

    /// @inheritdoc IPayoutVault
    function acceptedTotal() public view returns (uint64) {
        return _acceptedRoot.sumOf();
    }

    /// @inheritdoc IPayoutVault
    function pending() external view returns (Proposal memory proposal, address proposer, uint64 reviewEndsAt) {
        return (_pending, _proposer, _reviewEndsAt);
    }

    /// @inheritdoc IPayoutVault
    function totalSettled() external view returns (uint64) {
        return _state.totalSettled;
    }

    /// @inheritdoc IPayoutVault
    function liabilities() public view returns (uint256) {
        uint64 total = acceptedTotal();
        // With nothing in review the pending root is 0. A pending total is never below the accepted one.
        uint64 pendingTotal = _pending.root.sumOf();
        return (pendingTotal > total ? pendingTotal : total) - _state.totalSettled;
    }

    /// @inheritdoc IPayoutVault
    function surplus() public view returns (uint256) {
        uint256 balance = _token.balanceOf(address(this));
        uint256 owed = liabilities();
        return balance > owed ? balance - owed : 0;
    }

    /// @inheritdoc IPayoutVault
    function hashLeaf(uint32 memberId, uint64 cumulative) public view returns (bytes32) {
        return SumTree.pack(keccak256(abi.encode(block.chainid, address(this), _token, memberId, cumulative)), cumulative);
    }

    /// @inheritdoc IPayoutVault
    function lastSeq() external view returns (uint64) {
        return _state.seq;
    }

    // Internal functions

    function _checkAgainstLedger(Proposal calldata proposal) private view {
        IVolumeLedger.Period memory period = ledger.periodOf(proposal.period);
        if (proposal.planVersion != period.planVersion) {
            revert PayoutVaultWrongPlan(proposal.planVersion, period.planVersion);
        }
        if (proposal.inputHash != period.inputHash) revert PayoutVaultWrongInputs(proposal.inputHash, period.inputHash);
        if ((proposal.leafCount == 0) != (proposal.root == 0)) revert PayoutVaultBadLeafCount(proposal.leafCount);

        uint64 total = proposal.root.sumOf();
        uint64 current = acceptedTotal();
        if (total < current) revert PayoutVaultTotalFalls(total, current);
        // What was accepted stays owed even when refunds have since lowered the budget below it.
        if (total > current && int256(uint256(total)) > period.budget) revert PayoutVaultOverBudget(total, period.budget);
    }

    function _checkFunded(uint64 total) private view {
        uint256 owed = total - _state.totalSettled;
        uint256 balance = _token.balanceOf(address(this));
        if (balance < owed) revert PayoutVaultUnderfunded(owed - balance);
    }

    function _checkPending(bytes32 root) private view {
        if (_reviewEndsAt == 0) revert PayoutVaultNothingPending();
        if (root != _pending.root) revert PayoutVaultUnexpectedRoot(root, _pending.root);
    }

    function _clearPending() private {
        delete _pending;
        delete _proposer;
        delete _reviewEndsAt;
    }
}
