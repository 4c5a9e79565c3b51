// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {Signatures} from "../signatures/Signatures.sol";
import {JumpPointer, Node} from "./JumpPointer.sol";
import {PlacementNode} from "./PlacementNode.sol";

/// @title Genealogy
/// @notice What it promises is written in `IGenealogy`.
contract Genealogy is IGenealogy, AccessManaged, EIP712 {
    using JumpPointer for mapping(uint32 => Node);
    using PlacementNode for Node;

    /// @dev One slot, written by every registration.
    struct State {
        address registrar;
        uint32 memberCount;
        uint64 seq;
    }

    /// @dev One slot: what a claim needs to know stands beside where the money goes.
    struct Account {
        address wallet;
        uint64 settled;
    }

    /// @dev `former` stays when the wallet was given up, so that a consent signed with it cannot admit anybody a second time.
    struct Holder {
        uint32 memberId;
        bool former;
    }

    // Immutables

    bytes32 private constant BIND_WALLET_TYPEHASH = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
    uint32 private constant COMPANY = 1;
    uint8 private constant UNLIMITED = 255;

    /// @inheritdoc IGenealogy
    address public immutable payoutVault;
    /// @inheritdoc IGenealogy
    uint8 public immutable placementWidth;

    // Storage

    State private _state;
    mapping(uint32 memberId => Node link) private _sponsors;
    mapping(uint32 memberId => Node place) private _places;
    mapping(uint32 memberId => Account account) private _accounts;
    mapping(address wallet => Holder holder) private _holders;

    // Constructor

    constructor(
        address manager,
        address vault,
        uint8 width,
        address companyWallet
    ) AccessManaged(manager) EIP712("Upline Genealogy", "1") {
        if (companyWallet == address(0)) revert GenealogyZeroWallet();
        if (width > PlacementNode.MAXIMUM_WIDTH && width != UNLIMITED) revert GenealogyBadWidth(width);
        payoutVault = vault;
        placementWidth = width;

        _state = State({registrar: address(0), memberCount: COMPANY, seq: 1});
        _sponsors[COMPANY] = JumpPointer.top(COMPANY);
        if (width != 0) _places[COMPANY] = JumpPointer.top(COMPANY);
        _accounts[COMPANY].wallet = companyWallet;
        _holders[companyWallet].memberId = COMPANY;

        emit MemberRegistered(1, COMPANY, 0, 0, 0, companyWallet, 0);
    }

    // External functions

    /// @inheritdoc IGenealogy
    function register(
        uint32 sponsorId,
        uint32 parentId,
        uint8 leg,
        address wallet,
        bytes32 consent
    ) external returns (uint32 memberId) {
        State memory state = _state;
        if (msg.sender != state.registrar) revert GenealogyNotRegistrar(msg.sender);
        if (sponsorId == 0 || sponsorId > state.memberCount) revert GenealogyUnknownMember(sponsorId);
        if (state.memberCount == type(uint32).max) revert GenealogyFull();
        if (wallet != address(0)) {
            uint32 holder = _holders[wallet].memberId;
            if (holder != 0) revert GenealogyWalletTaken(wallet, holder);
        }

        // Safety: the count is below its maximum, and 2^64 events cannot be paid for.
        unchecked {
            memberId = state.memberCount + 1;
            state.memberCount = memberId;
            state.seq += 1;
        }
        _state = state;
        _sponsors[memberId] = _sponsors.below(sponsorId);
        _place(memberId, sponsorId, parentId, leg);
        if (wallet != address(0)) {
            _accounts[memberId].wallet = wallet;
            _holders[wallet].memberId = memberId;
        }

        emit MemberRegistered(state.seq, memberId, sponsorId, parentId, leg, wallet, consent);
    }

    /// @inheritdoc IGenealogy
    function registerBatch(uint32 expectedFirstMemberId, bytes calldata entries) external restricted returns (uint32 count) {
        State memory state = _state;
        uint256 size = placementWidth == 0 ? 4 : 9;
        if (entries.length == 0 || entries.length % size != 0) revert GenealogyBadImport(entries.length);
        uint256 first = uint256(state.memberCount) + 1;
        if (first != expectedFirstMemberId) revert GenealogyUnexpectedMemberId(expectedFirstMemberId, uint32(first));
        uint256 last = state.memberCount + entries.length / size;
        if (last > type(uint32).max) revert GenealogyFull();

        count = uint32(last - state.memberCount);
        // Safety: 2^64 events cannot be paid for.
        unchecked {
            state.seq += 1;
        }
        state.memberCount = uint32(last);
        _state = state;
        uint256 offset = 0;
        for (uint256 memberId = first; memberId <= last; memberId++) {
            bytes calldata entry = entries[offset:offset + size];
            offset += size;
            uint32 sponsorId = uint32(bytes4(entry[0:4]));
            // The count is written already, so what makes a sponsor known here is a lower number.
            if (sponsorId == 0 || sponsorId >= memberId) revert GenealogyUnknownMember(sponsorId);
            _sponsors[uint32(memberId)] = _sponsors.below(sponsorId);
            if (size != 4) _place(uint32(memberId), sponsorId, uint32(bytes4(entry[4:8])), uint8(entry[8]));
        }

        emit MembersImported(state.seq, uint32(first), count, entries);
    }

    /// @inheritdoc IGenealogy
    function bindWallet(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature) external restricted {
        _requireMember(memberId);
        address current = _accounts[memberId].wallet;
        if (current != address(0)) revert GenealogyWalletAlreadyBound(memberId, current);
        _bind(memberId, wallet, deadline, walletSignature);
    }

    /// @inheritdoc IGenealogy
    function changeWallet(address wallet, uint256 deadline, bytes calldata walletSignature) external {
        uint32 memberId = memberOf(msg.sender);
        if (memberId == 0) revert GenealogyNoMember(msg.sender);
        _bind(memberId, wallet, deadline, walletSignature);
    }

    /// @inheritdoc IGenealogy
    function settle(uint32 memberId, uint64 cumulative) external returns (address wallet, uint64 previous) {
        if (msg.sender != payoutVault) revert GenealogyNotVault(msg.sender);

        Account storage account = _accounts[memberId];
        wallet = account.wallet;
        previous = account.settled;
        if (wallet != address(0) && cumulative > previous) account.settled = cumulative;
    }

    /// @inheritdoc IGenealogy
    function setRegistrar(address newRegistrar) external restricted {
        _state.registrar = newRegistrar;
        emit RegistrarChanged(_nextSeq(), newRegistrar);
    }

    // View functions

    /// @inheritdoc IGenealogy
    function registrar() external view returns (address) {
        return _state.registrar;
    }

    /// @inheritdoc IGenealogy
    function memberCount() external view returns (uint32) {
        return _state.memberCount;
    }

    /// @inheritdoc IGenealogy
    function lastSeq() external view returns (uint64) {
        return _state.seq;
    }

    /// @inheritdoc IGenealogy
    function sponsorOf(uint32 memberId) external view returns (uint32) {
        _requireMember(memberId);
        return _sponsors[memberId].parent();
    }

    /// @inheritdoc IGenealogy
    function depthOf(uint32 memberId) external view returns (uint32) {
        _requireMember(memberId);
        return _sponsors[memberId].depth();
    }

    /// @inheritdoc IGenealogy
    function placementOf(uint32 memberId) external view returns (uint32 parentId, uint8 leg, uint32 depth) {
        _requireMember(memberId);
        Node node = _places[memberId];
        return (node.parent(), node.leg(), node.depth());
    }

    /// @inheritdoc IGenealogy
    function walletOf(uint32 memberId) external view returns (address) {
        _requireMember(memberId);
        return _accounts[memberId].wallet;
    }

    /// @inheritdoc IGenealogy
    function memberOf(address wallet) public view returns (uint32) {
        Holder memory holder = _holders[wallet];
        return holder.former ? 0 : holder.memberId;
    }

    /// @inheritdoc IGenealogy
    function settledOf(uint32 memberId) external view returns (uint64) {
        _requireMember(memberId);
        return _accounts[memberId].settled;
    }

    /// @inheritdoc IGenealogy
    function isUpline(uint32 uplineId, uint32 memberId) external view returns (bool) {
        _requireMember(uplineId);
        _requireMember(memberId);
        return _sponsors.isAbove(uplineId, memberId);
    }

    /// @inheritdoc IGenealogy
    function ancestorAt(uint32 memberId, uint32 depth) external view returns (uint32) {
        _requireMember(memberId);
        uint32 memberDepth = _sponsors[memberId].depth();
        if (depth > memberDepth) revert GenealogyBadDepth(depth, memberDepth);
        return _sponsors.ancestorAt(memberId, depth);
    }

    /// @inheritdoc IGenealogy
    function isPlacementUpline(uint32 uplineId, uint32 memberId) external view returns (bool) {
        _requireMember(uplineId);
        _requireMember(memberId);
        return placementWidth != 0 && _places.isAbove(uplineId, memberId);
    }

    // Internal functions

    /// @dev Writes the place of `memberId`, whose number is the highest so far.
    function _place(uint32 memberId, uint32 sponsorId, uint32 parentId, uint8 leg) private {
        if (placementWidth == 0) {
            if (parentId != 0 || leg != 0) revert GenealogyPlacementUnused(parentId, leg);
            return;
        }
        if (parentId == 0 || parentId >= memberId) revert GenealogyUnknownMember(parentId);
        if (parentId != sponsorId && !_places.isAbove(sponsorId, parentId)) {
            revert GenealogyParentOutsideSubtree(parentId, sponsorId);
        }
        Node node = _places.below(parentId);
        if (placementWidth == UNLIMITED) {
            // Places under one parent are told apart by member number there, so a leg would say nothing.
            if (leg != 0) revert GenealogyBadLeg(leg, UNLIMITED);
        } else {
            if (leg >= placementWidth) revert GenealogyBadLeg(leg, placementWidth);
            Node parent = _places[parentId];
            if (parent.isTaken(leg)) revert GenealogyLegTaken(parentId, leg);
            _places[parentId] = parent.withTaken(leg);
        }
        _places[memberId] = node.withLeg(leg);
    }

    function _bind(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature) private {
        if (wallet == address(0)) revert GenealogyZeroWallet();
        if (block.timestamp > deadline) revert GenealogySignatureExpired(deadline);
        uint32 holder = memberOf(wallet);
        if (holder != 0) revert GenealogyWalletTaken(wallet, holder);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(BIND_WALLET_TYPEHASH, memberId, wallet, deadline)));
        if (!Signatures.isSignedBy(wallet, digest, walletSignature)) revert GenealogyBadWalletSignature(wallet);

        address previous = _accounts[memberId].wallet;
        if (previous != address(0)) _holders[previous].former = true;
        _holders[wallet] = Holder({memberId: memberId, former: false});
        _accounts[memberId].wallet = wallet;

        emit WalletBound(_nextSeq(), memberId, wallet, previous);
    }

    function _nextSeq() private returns (uint64) {
        return ++_state.seq;
    }

    function _requireMember(uint32 memberId) private view {
        if (memberId == 0 || memberId > _state.memberCount) revert GenealogyUnknownMember(memberId);
    }
}
