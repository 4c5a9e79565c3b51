// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {Account} from "./Account.sol";
import {Node, NODES} from "./JumpPointer.sol";
import {MemberLink} from "./MemberLink.sol";
import {State} from "./State.sol";

/// @title Members: what is kept about members, and the rules that every part of `Genealogy` asks
abstract contract Members is IGenealogy, AccessManaged, EIP712 {
    using MemberLink for Node;

    /// @dev `readyAt` 0: none is running.
    struct Recovery {
        address recovery;
        uint64 readyAt;
        address newWallet;
    }

    // Storage

    State internal _state;
    Node[NODES] internal _links;
    Node[NODES] internal _places;
    mapping(address key => Account account) internal _accounts;
    mapping(uint32 memberId => Recovery recovery) internal _recoveries;

    // Internal functions

    /// @dev The key of the account of a member who has no wallet.
    function _keyOf(uint32 memberId) internal pure returns (address) {
        return address(uint160(memberId));
    }

    function _isReserved(address key) internal pure returns (bool) {
        return uint160(key) <= type(uint32).max;
    }

    /// @dev No member has an empty link: even the company's says that its jump ends at itself.
    function _linkOf(uint32 memberId) internal view returns (Node link) {
        link = _links[memberId];
        if (!link.isPresent()) revert GenealogyUnknownMember(memberId);
    }

    function _requireMember(uint32 memberId) internal view {
        _linkOf(memberId);
    }

    /// @dev The account of `memberId`, kept under `key`: their wallet, or the key of a member without one.
    function _accountOf(uint32 memberId, address key) internal view returns (Account account) {
        account = _accounts[key];
        if (account.actsFor(memberId)) return account;
        if (key != _keyOf(memberId) || _linkOf(memberId).hasWallet()) revert GenealogyNotTheWallet(memberId, key);
    }

    function _nextSeq() internal returns (uint64) {
        State state = _state.next(0);
        _state = state;
        return state.seq();
    }
}
