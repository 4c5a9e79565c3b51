// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {SumTree} from "./SumTree.sol";

/// @title PayoutVault
/// @notice What it promises is written in `IPayoutVault`.
contract PayoutVault is IPayoutVault, AccessManaged {
    using SafeERC20 for IERC20;
    using SumTree for bytes32;
    using Math for uint256;

    /// @dev The one slot that a claim reads and writes here. 2^40 events are more than a chain carries.
    struct State {
        uint152 seal;
        uint64 totalSettled;
        uint40 seq;
    }

    /// @dev `endsAt` 0: nothing is in review. The rest stays as it was then, because a slot that is never zero is cheaper to
    /// write the next time.
    struct Review {
        address proposer;
        uint64 endsAt;
        uint32 period;
    }

    struct Acceptance {
        bytes12 key;
        uint64 creditsPaid;
    }

    // Immutables

    uint64 private constant SHORTEST_REVIEW = 1 hours;
    uint64 private constant LONGEST_REVIEW = 90 days;
    /// @dev Sums have 64 bits; with eight decimals that is 184 billion whole tokens.
    uint8 private constant MOST_DECIMALS = 8;
    /// @dev member 4, cumulative 8 bytes
    uint256 private constant LEAF_BYTES = 12;
    /// @dev Bits of the bitmap in `acknowledgeBank`.
    uint256 private constant BANK_LEAVES = 256;
    /// @dev A recipient who is called by the token could burn all the gas of a batch; ten times what a payment needs is enough.
    uint256 private constant PAYMENT_GAS = 500_000;

    IERC20 private immutable _token;
    /// @inheritdoc IPayoutVault
    IGenealogy public immutable genealogy;
    /// @inheritdoc IPayoutVault
    IVolumeLedger public immutable ledger;
    /// @inheritdoc IPayoutVault
    uint64 public immutable reviewWindow;

    // Storage

    State private _state;
    Acceptance private _acceptance;
    bytes32 private _acceptedRoot;
    bytes32 private _proposalHash;
    Review private _review;

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
        // Not zero, so that the first proposal costs what every other does.
        _proposalHash = bytes32(type(uint256).max);
        _review.proposer = address(this);
        _state.seal = type(uint152).max;
    }

    // External functions: the root

    /// @inheritdoc IPayoutVault
    function propose(Proposal calldata proposal) external restricted {
        Review memory review = _review;
        if (review.endsAt != 0) revert PayoutVaultProposalPending(review.period);
        // What the authority carries out on somebody's behalf hides who that is, and two people must be told apart here.
        if (msg.sender == authority()) revert PayoutVaultSamePerson(msg.sender);
        Acceptance memory acceptance = _acceptance;
        uint32 acceptedPeriod = _periodOf(acceptance.key);
        if (proposal.period <= acceptedPeriod) revert PayoutVaultPeriodAlreadyAccepted(proposal.period, acceptedPeriod);
        _checkAgainstLedger(proposal);
        State memory state = _state;
        _checkFunded(proposal.root.sumOf(), state, acceptance);

        review = Review({proposer: msg.sender, endsAt: uint64(block.timestamp) + reviewWindow, period: proposal.period});
        state.seq += 1;
        _state = state;
        _review = review;
        _proposalHash = hashProposal(proposal);

        emit RootProposed(
            state.seq,
            proposal.period,
            proposal.root,
            proposal.root.sumOf(),
            proposal.leafCount,
            proposal.planVersion,
            proposal.inputHash,
            proposal.stateRoot,
            proposal.fileHash,
            msg.sender,
            review.endsAt
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
        Review memory review = _checkPending(proposal);
        if (msg.sender == review.proposer || msg.sender == authority()) revert PayoutVaultSamePerson(msg.sender);
        if (block.timestamp < review.endsAt) revert PayoutVaultInReview(review.endsAt);
        State memory state = _state;
        Acceptance memory acceptance = _acceptance;
        _checkFunded(proposal.root.sumOf(), state, acceptance);

        uint32 salt = uint32(uint256(blockhash(block.number - 1)));
        acceptance.key = bytes12(abi.encodePacked(proposal.leafCount, proposal.period, salt));
        state.seal = _sealOf(proposal.root, acceptance.key);
        state.seq += 1;
        _state = state;
        _acceptance = acceptance;
        _acceptedRoot = proposal.root;
        review.endsAt = 0;
        _review = review;

        emit RootAccepted(
            state.seq,
            proposal.period,
            proposal.root,
            proposal.root.sumOf(),
            msg.sender,
            acceptance.key
        );
    }

    // External functions: payments

    /// @inheritdoc IPayoutVault
    function claim(
        bytes12 key,
        uint32 memberId,
        address wallet,
        uint32 index,
        uint64 cumulative,
        bytes32[] calldata proof
    ) external returns (uint64 amount) {
        State memory state = _state;
        (bool fits, , bytes32 root) = hashLeaf(memberId, cumulative).walk(index, _leafCountOf(key), 1, proof);
        if (!fits || _sealOf(root, key) != state.seal) {
            _checkKey(key);
            revert PayoutVaultBadProof(memberId);
        }
        return _pay(state, memberId, wallet, cumulative, root.sumOf());
    }

    /// @inheritdoc IPayoutVault
    function claimMany(bytes12 key, bytes32[] calldata cap, Claim[] calldata claims) external returns (uint256 amount) {
        uint64 total = _checkCap(key, cap);
        uint256 leafCount = _leafCountOf(key);
        for (uint256 i = 0; i < claims.length; i++) {
            Claim calldata one = claims[i];
            (bool fits, uint256 place, bytes32 node) = hashLeaf(one.memberId, one.cumulative).walk(
                one.index,
                leafCount,
                cap.length,
                one.proof
            );
            if (fits && node == cap[place]) amount += _tryToPay(one.memberId, one.wallet, one.cumulative, total);
            else _skip(one.memberId, PayoutVaultBadProof.selector);
        }
    }

    /// @inheritdoc IPayoutVault
    function paySubtree(
        bytes12 key,
        uint32 firstIndex,
        uint8 height,
        bytes calldata leaves,
        address[] calldata wallets,
        bytes32[] calldata proof
    ) external returns (uint256 amount) {
        if (wallets.length * LEAF_BYTES != leaves.length) revert PayoutVaultBadSubtree(firstIndex, height);
        uint64 total = _checkSubtree(key, firstIndex, height, leaves, proof);
        for (uint256 i = 0; i < wallets.length; i++) {
            if (wallets[i] == address(0)) continue;
            (uint32 memberId, uint64 cumulative) = _leafAt(leaves, i);
            amount += _tryToPay(memberId, wallets[i], cumulative, total);
        }
    }

    /// @inheritdoc IPayoutVault
    function payProved(uint32 memberId, address wallet, uint64 cumulative, uint64 total) external returns (uint64 amount) {
        if (msg.sender != address(this)) revert PayoutVaultNotItself(msg.sender);
        return _pay(_state, memberId, wallet, cumulative, total);
    }

    /// @inheritdoc IPayoutVault
    function acknowledgeBank(
        bytes12 key,
        uint32 firstIndex,
        uint8 height,
        bytes calldata leaves,
        address[] calldata keys,
        uint256 chosen,
        bytes32[] calldata proof,
        bytes32 registerHash
    ) external restricted returns (uint256 amount) {
        if (keys.length * LEAF_BYTES != leaves.length || keys.length > BANK_LEAVES || chosen >> keys.length != 0) {
            revert PayoutVaultBadSubtree(firstIndex, height);
        }
        uint64 total = _checkSubtree(key, firstIndex, height, leaves, proof);
        for (uint256 i = 0; i < keys.length; i++) {
            if ((chosen >> i) & 1 == 0) continue;
            (uint32 memberId, uint64 cumulative) = _leafAt(leaves, i);
            amount += _acknowledge(memberId, keys[i], cumulative, total, registerHash);
        }
    }

    /// @inheritdoc IPayoutVault
    function withdrawCredit(uint32 memberId, address wallet) external returns (uint64 amount) {
        amount = genealogy.takeCredit(memberId, wallet);
        if (amount == 0) revert PayoutVaultNoCredit(memberId);
        _acceptance.creditsPaid += amount;

        emit CreditWithdrawn(++_state.seq, memberId, wallet, amount);

        if (!_token.trySafeTransfer(wallet, amount)) revert PayoutVaultTransferFailed(memberId);
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
        bytes12 key = _acceptance.key;
        return Accepted({period: _periodOf(key), leafCount: _leafCountOf(key), root: _acceptedRoot, key: key});
    }

    /// @inheritdoc IPayoutVault
    function acceptedTotal() public view returns (uint64) {
        return _acceptedRoot.sumOf();
    }

    /// @inheritdoc IPayoutVault
    function pending() external view returns (Pending memory found) {
        Review memory review = _review;
        if (review.endsAt == 0) return found;
        return
            Pending({
                proposalHash: _proposalHash,
                total: _proposalHash.sumOf(),
                period: review.period,
                proposer: review.proposer,
                reviewEndsAt: review.endsAt
            });
    }

    /// @inheritdoc IPayoutVault
    function totalSettled() external view returns (uint64) {
        return _state.totalSettled;
    }

    /// @inheritdoc IPayoutVault
    function creditsPaid() external view returns (uint64) {
        return _acceptance.creditsPaid;
    }

    /// @inheritdoc IPayoutVault
    function liabilities() public view returns (uint256) {
        return _owed(Math.max(acceptedTotal(), _pendingTotal()), _state, _acceptance);
    }

    /// @inheritdoc IPayoutVault
    function reserve() public view returns (uint256) {
        uint32 period = _periodOf(_acceptance.key);
        // What earlier sales could still have come to and did not is the company's; a later root needs new money for it.
        int256 used = period == 0 ? int256(0) : int256(ledger.periodOf(period).budget);
        int256 total = int256(uint256(acceptedTotal()));
        int256 growth = ledger.openBudget() - (used > total ? used : total);
        return growth > 0 ? uint256(growth) : 0;
    }

    /// @inheritdoc IPayoutVault
    function surplus() public view returns (uint256) {
        uint256 balance = _token.balanceOf(address(this));
        // A root in review is made of the same sales that the reserve is for.
        uint256 total = Math.max(acceptedTotal() + reserve(), _pendingTotal());
        return balance.saturatingSub(_owed(total, _state, _acceptance));
    }

    /// @inheritdoc IPayoutVault
    function hashLeaf(uint32 memberId, uint64 cumulative) public view returns (bytes32) {
        return SumTree.pack(keccak256(abi.encode(block.chainid, address(this), _token, memberId, cumulative)), cumulative);
    }

    /// @inheritdoc IPayoutVault
    function hashProposal(Proposal calldata proposal) public pure returns (bytes32) {
        return SumTree.pack(keccak256(abi.encode(proposal)), proposal.root.sumOf());
    }

    /// @inheritdoc IPayoutVault
    function lastSeq() external view returns (uint64) {
        return _state.seq;
    }

    // Internal functions: the root

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

    function _checkFunded(uint64 total, State memory state, Acceptance memory acceptance) private view {
        uint256 owed = _owed(total, state, acceptance);
        uint256 balance = _token.balanceOf(address(this));
        if (balance < owed) revert PayoutVaultUnderfunded(owed - balance);
    }

    /// @dev What has to be there under a root with this total, instant credits included.
    function _owed(uint256 total, State memory state, Acceptance memory acceptance) private view returns (uint256) {
        return total - state.totalSettled + ledger.instantTotal() - acceptance.creditsPaid;
    }

    function _pendingTotal() private view returns (uint64) {
        return _review.endsAt == 0 ? 0 : _proposalHash.sumOf();
    }

    function _checkPending(Proposal calldata proposal) private view returns (Review memory review) {
        review = _review;
        if (review.endsAt == 0) revert PayoutVaultNothingPending();
        (bytes32 given, bytes32 expected) = (hashProposal(proposal), _proposalHash);
        if (given != expected) revert PayoutVaultUnexpectedProposal(given, expected);
    }

    function _reject(Proposal calldata proposal, string calldata reason) private {
        Review memory review = _checkPending(proposal);

        review.endsAt = 0;
        _review = review;

        emit RootRejected(++_state.seq, proposal.period, proposal.root, msg.sender, reason);
    }

    // Internal functions: payments

    /// @dev State comes before the transfer; `genealogy` calls nobody. If the transfer fails, all of it is undone.
    function _pay(
        State memory state,
        uint32 memberId,
        address wallet,
        uint64 cumulative,
        uint64 total
    ) private returns (uint64 amount) {
        uint64 previous = genealogy.settle(memberId, wallet, cumulative);
        amount = _count(state, memberId, previous, cumulative, total);

        emit Claimed(state.seq, memberId, wallet, amount, cumulative);

        if (!_token.trySafeTransfer(wallet, amount)) revert PayoutVaultTransferFailed(memberId);
    }

    /// @dev A call of its own for each payment, so that one failure undoes one payment and names itself.
    function _tryToPay(uint32 memberId, address wallet, uint64 cumulative, uint64 total) private returns (uint64 amount) {
        try this.payProved{gas: PAYMENT_GAS}(memberId, wallet, cumulative, total) returns (uint64 paid) {
            amount = paid;
        } catch (bytes memory fault) {
            _skip(memberId, bytes4(fault));
        }
    }

    function _acknowledge(
        uint32 memberId,
        address accountKey,
        uint64 cumulative,
        uint64 total,
        bytes32 registerHash
    ) private returns (uint64 amount) {
        try genealogy.settleBank(memberId, accountKey, cumulative) returns (uint64 previous) {
            if (cumulative <= previous) {
                _skip(memberId, PayoutVaultNothingToClaim.selector);
                return 0;
            }
            State memory state = _state;
            amount = _count(state, memberId, previous, cumulative, total);
            emit BankAcknowledged(state.seq, memberId, registerHash, amount, cumulative);
        } catch (bytes memory fault) {
            _skip(memberId, bytes4(fault));
        }
    }

    /// @dev Adds to what is settled, never beyond what the root declares, and takes the next event number.
    function _count(
        State memory state,
        uint32 memberId,
        uint64 previous,
        uint64 cumulative,
        uint64 total
    ) private returns (uint64 amount) {
        if (cumulative <= previous) revert PayoutVaultNothingToClaim(memberId, previous);
        // Safety: `previous` is lower; a sum beyond 64 bits is seen in 256 before it is stored; 2^40 events cannot be paid for.
        unchecked {
            amount = cumulative - previous;
            uint256 settled = uint256(state.totalSettled) + amount;
            if (settled > total) revert PayoutVaultOverTotal(settled, total);
            state.totalSettled = uint64(settled);
            state.seq += 1;
        }
        _state = state;
    }

    function _skip(uint32 memberId, bytes4 reason) private {
        emit ClaimSkipped(++_state.seq, memberId, reason);
    }

    /// @return total of the root in force
    function _checkCap(bytes12 key, bytes32[] calldata cap) private view returns (uint64 total) {
        uint256 width = _leafCountOf(key);
        while (width > cap.length && width > 1) width = (width + 1) >> 1;
        (bool fits, bytes32 root) = width == cap.length && width != 0 ? SumTree.fold(cap) : (false, bytes32(0));
        if (!fits || _sealOf(root, key) != _state.seal) {
            _checkKey(key);
            revert PayoutVaultBadCap();
        }
        return root.sumOf();
    }

    /// @return total of the root in force
    function _checkSubtree(
        bytes12 key,
        uint256 firstIndex,
        uint8 height,
        bytes calldata leaves,
        bytes32[] calldata proof
    ) private view returns (uint64 total) {
        uint256 leafCount = _leafCountOf(key);
        uint256 size = 1 << height;
        bool fits = firstIndex < leafCount &&
            firstIndex % size == 0 &&
            leaves.length == LEAF_BYTES * Math.min(size, leafCount - firstIndex);
        bytes32 root;
        if (fits) (fits, root) = SumTree.fold(_hashLeaves(leaves));
        if (fits) (fits, , root) = root.walk(firstIndex >> height, (leafCount + size - 1) >> height, 1, proof);
        if (!fits || _sealOf(root, key) != _state.seal) {
            _checkKey(key);
            revert PayoutVaultBadSubtree(uint32(firstIndex), height);
        }
        return root.sumOf();
    }

    function _hashLeaves(bytes calldata leaves) private view returns (bytes32[] memory nodes) {
        nodes = new bytes32[](leaves.length / LEAF_BYTES);
        for (uint256 i = 0; i < nodes.length; i++) {
            (uint32 memberId, uint64 cumulative) = _leafAt(leaves, i);
            nodes[i] = hashLeaf(memberId, cumulative);
        }
    }

    function _leafAt(bytes calldata leaves, uint256 i) private pure returns (uint32 memberId, uint64 cumulative) {
        bytes12 leaf = bytes12(leaves[i * LEAF_BYTES:]);
        return (uint32(bytes4(leaf)), uint64(uint96(leaf)));
    }

    function _checkKey(bytes12 key) private view {
        if (key != _acceptance.key) revert PayoutVaultStaleRoot(key, _acceptance.key);
    }

    function _sealOf(bytes32 root, bytes12 key) private pure returns (uint152) {
        return uint152(uint256(Hashes.efficientKeccak256(root, key)));
    }

    function _leafCountOf(bytes12 key) private pure returns (uint32) {
        return uint32(bytes4(key));
    }

    function _periodOf(bytes12 key) private pure returns (uint32) {
        return uint32(bytes4(key << 32));
    }
}
