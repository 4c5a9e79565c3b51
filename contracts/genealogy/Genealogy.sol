// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {AccountWord} from "./Account.sol";
import {JumpPointer, Node} from "./JumpPointer.sol";
import {MemberLink} from "./MemberLink.sol";
import {MoneyLanes} from "./MoneyLanes.sol";
import {PlacementNode} from "./PlacementNode.sol";
import {Wallets} from "./Wallets.sol";

/// @title Genealogy
/// @notice What it promises is written in `IGenealogy`.
contract Genealogy is Wallets, MoneyLanes {
    using JumpPointer for mapping(uint32 => Node);
    using PlacementNode for Node;
    using MemberLink for Node;

    // Immutables

    uint32 private constant COMPANY = 1;
    uint8 private constant UNLIMITED = 255;

    /// @inheritdoc IGenealogy
    uint8 public immutable placementWidth;

    // Constructor

    constructor(
        address manager,
        address vault,
        address ledger_,
        uint8 width,
        address companyWallet
    ) AccessManaged(manager) EIP712("Upline Genealogy", "1") MoneyLanes(vault, ledger_) {
        if (companyWallet == address(0)) revert GenealogyZeroWallet();
        _requireFree(companyWallet);
        if (width > PlacementNode.MAXIMUM_WIDTH && width != UNLIMITED) revert GenealogyBadWidth(width);
        placementWidth = width;

        _state = State({registrar: address(0), memberCount: COMPANY, seq: 1});
        _links[COMPANY] = JumpPointer.top(COMPANY).withWallet();
        if (width != 0) _places[COMPANY] = JumpPointer.top(COMPANY);
        _accounts[companyWallet] = AccountWord.open(COMPANY);

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
        if (wallet != address(0)) _requireFree(wallet);

        // Safety: the count is below its maximum, and 2^64 events cannot be paid for.
        unchecked {
            memberId = state.memberCount + 1;
            state.memberCount = memberId;
            state.seq += 1;
        }
        _state = state;
        Node link = _links.below(sponsorId);
        if (wallet != address(0)) {
            link = link.withWallet();
            _accounts[wallet] = AccountWord.open(memberId);
        }
        _links[memberId] = link;
        _place(memberId, sponsorId, parentId, leg);

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
            _links[uint32(memberId)] = _links.below(sponsorId);
            if (size != 4) _place(uint32(memberId), sponsorId, uint32(bytes4(entry[4:8])), uint8(entry[8]));
        }

        emit MembersImported(state.seq, uint32(first), count, entries);
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
        return _linkOf(memberId).parent();
    }

    /// @inheritdoc IGenealogy
    function depthOf(uint32 memberId) external view returns (uint32) {
        return _linkOf(memberId).depth();
    }

    /// @inheritdoc IGenealogy
    function placementOf(uint32 memberId) external view returns (uint32 parentId, uint8 leg, uint32 depth) {
        _requireMember(memberId);
        Node node = _places[memberId];
        return (node.parent(), node.leg(), node.depth());
    }

    /// @inheritdoc IGenealogy
    function hasWallet(uint32 memberId) external view returns (bool) {
        return _linkOf(memberId).hasWallet();
    }

    /// @inheritdoc IGenealogy
    function isUpline(uint32 uplineId, uint32 memberId) external view returns (bool) {
        _requireMember(uplineId);
        _requireMember(memberId);
        return _links.isAbove(uplineId, memberId);
    }

    /// @inheritdoc IGenealogy
    function ancestorAt(uint32 memberId, uint32 depth) external view returns (uint32) {
        uint32 memberDepth = _linkOf(memberId).depth();
        if (depth > memberDepth) revert GenealogyBadDepth(depth, memberDepth);
        return _links.ancestorAt(memberId, depth);
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
}
