// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {AccountWord} from "./Account.sol";
import {JumpPointer, Node, NODES} from "./JumpPointer.sol";
import {MemberLink} from "./MemberLink.sol";
import {MoneyLanes} from "./MoneyLanes.sol";
import {PlacementNode} from "./PlacementNode.sol";
import {State} from "./State.sol";
import {Wallets} from "./Wallets.sol";

/// @title Genealogy
/// @notice What it promises is written in `IGenealogy`.
contract Genealogy is Wallets, MoneyLanes {
    using JumpPointer for Node[NODES];
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

        _state = _state.next(COMPANY);
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
        State state = _state;
        if (msg.sender != state.registrar()) revert GenealogyNotRegistrar(msg.sender);
        uint32 count = state.memberCount();
        if (sponsorId == 0 || sponsorId > count) revert GenealogyUnknownMember(sponsorId);
        if (count == type(uint32).max) revert GenealogyFull();
        if (wallet != address(0)) _requireFree(wallet);

        state = state.next(1);
        _state = state;
        memberId = state.memberCount();
        Node link = _links.below(sponsorId);
        if (wallet != address(0)) {
            link = link.withWallet();
            _accounts[wallet] = AccountWord.open(memberId);
        }
        _links[memberId] = link;
        _place(memberId, sponsorId, parentId, leg);

        emit MemberRegistered(state.seq(), memberId, sponsorId, parentId, leg, wallet, consent);
    }

    /// @inheritdoc IGenealogy
    function registerBatch(uint32 expectedFirstMemberId, bytes calldata entries) external restricted returns (uint32 count) {
        State state = _state;
        uint256 size = placementWidth == 0 ? 4 : 9;
        if (entries.length == 0 || entries.length % size != 0) revert GenealogyBadImport(entries.length);
        uint256 first = uint256(state.memberCount()) + 1;
        if (first != expectedFirstMemberId) revert GenealogyUnexpectedMemberId(expectedFirstMemberId, uint32(first));
        uint256 last = first - 1 + entries.length / size;
        if (last > type(uint32).max) revert GenealogyFull();

        count = uint32(last - first + 1);
        state = state.next(count);
        _state = state;
        // Safety: offsets stay below the length of calldata.
        unchecked {
            uint256 offset = 0;
            for (uint256 memberId = first; memberId <= last; memberId++) {
                uint32 sponsorId = uint32(bytes4(entries[offset:offset + 4]));
                // The count is written already, so what makes a sponsor known here is a lower number.
                if (sponsorId == 0 || sponsorId >= memberId) revert GenealogyUnknownMember(sponsorId);
                _links[uint32(memberId)] = _links.below(sponsorId);
                if (size != 4) {
                    uint32 parentId = uint32(bytes4(entries[offset + 4:offset + 8]));
                    _place(uint32(memberId), sponsorId, parentId, uint8(entries[offset + 8]));
                }
                offset += size;
            }
        }

        emit MembersImported(state.seq(), uint32(first), count, entries);
    }

    /// @inheritdoc IGenealogy
    function setRegistrar(address newRegistrar) external restricted {
        _state = _state.withRegistrar(newRegistrar);
        emit RegistrarChanged(_nextSeq(), newRegistrar);
    }

    // View functions

    /// @inheritdoc IGenealogy
    function registrar() external view returns (address) {
        return _state.registrar();
    }

    /// @inheritdoc IGenealogy
    function memberCount() external view returns (uint32) {
        return _state.memberCount();
    }

    /// @inheritdoc IGenealogy
    function lastSeq() external view returns (uint64) {
        return _state.seq();
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
        _requireBoth(uplineId, memberId);
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
        _requireBoth(uplineId, memberId);
        return placementWidth != 0 && _places.isAbove(uplineId, memberId);
    }

    // Internal functions

    /// @dev Numbers have no gaps, so whoever has a lower number than a member is a member.
    function _requireBoth(uint32 one, uint32 other) private view {
        if (one == 0) revert GenealogyUnknownMember(0);
        _requireMember(other);
        if (one > other) _requireMember(one);
    }

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
