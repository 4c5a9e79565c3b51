// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {Signatures} from "../signatures/Signatures.sol";
import {Account, AccountWord} from "./Account.sol";
import {Node} from "./JumpPointer.sol";
import {MemberLink} from "./MemberLink.sol";
import {Members} from "./Members.sol";

/// @title Wallets: binding, change, recovery and the choice of a route
/// @notice What it promises is written in `IGenealogy`.
abstract contract Wallets is Members {
    using MemberLink for Node;

    bytes32 private constant BIND_WALLET_TYPEHASH = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
    bytes32 private constant CHOOSE_ROUTE_TYPEHASH = keccak256(
        "ChooseRoute(uint32 memberId,bool bank,uint256 nonce,uint256 deadline)"
    );
    uint64 private constant RECOVERY_DELAY = 7 days;

    // External functions: the wallet

    /// @inheritdoc IGenealogy
    function bindWallet(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature) external restricted {
        Node link = _linkOf(memberId);
        if (link.hasWallet()) revert GenealogyWalletAlreadyBound(memberId);
        _checkNewWallet(memberId, wallet, deadline, walletSignature);

        _links[memberId] = link.withWallet();
        address key = _keyOf(memberId);
        _accounts[wallet] = _accounts[key].madeOutTo(memberId);
        _accounts[key] = Account.wrap(0);

        emit WalletBound(_nextSeq(), memberId, wallet, address(0));
    }

    /// @inheritdoc IGenealogy
    function changeWallet(address wallet, uint256 deadline, bytes calldata walletSignature) external {
        uint32 memberId = _callersMember();
        _checkNewWallet(memberId, wallet, deadline, walletSignature);

        _cancelRunning(memberId);
        _move(memberId, msg.sender, wallet);
    }

    // External functions: recovery

    /// @inheritdoc IGenealogy
    function setRecovery(address recovery) external {
        uint32 memberId = _callersMember();

        _cancelRunning(memberId);
        _recoveries[memberId].recovery = recovery;

        emit RecoveryAddressSet(_nextSeq(), memberId, recovery);
    }

    /// @inheritdoc IGenealogy
    function startRecovery(uint32 memberId, address newWallet, uint256 deadline, bytes calldata newWalletSignature) external {
        if (msg.sender != _recoveries[memberId].recovery) revert GenealogyNotRecovery(msg.sender);
        _checkNewWallet(memberId, newWallet, deadline, newWalletSignature);

        uint64 readyAt = uint64(block.timestamp) + RECOVERY_DELAY;
        _recoveries[memberId].readyAt = readyAt;
        _recoveries[memberId].newWallet = newWallet;

        emit RecoveryStarted(_nextSeq(), memberId, newWallet, readyAt);
    }

    /// @inheritdoc IGenealogy
    function cancelRecovery(uint32 memberId) external {
        if (!_accounts[msg.sender].actsFor(memberId)) revert GenealogyNotTheWallet(memberId, msg.sender);
        if (_recoveries[memberId].readyAt == 0) revert GenealogyNothingToRecover(memberId);

        _cancelRunning(memberId);
    }

    /// @inheritdoc IGenealogy
    function finishRecovery(uint32 memberId, address currentWallet) external {
        Recovery memory running = _recoveries[memberId];
        if (running.readyAt == 0) revert GenealogyNothingToRecover(memberId);
        if (block.timestamp < running.readyAt) revert GenealogyRecoveryNotReady(running.readyAt);
        if (!_accounts[currentWallet].actsFor(memberId)) revert GenealogyNotTheWallet(memberId, currentWallet);
        // Since the start it may have joined, or been bound, on its own.
        _requireFree(running.newWallet);

        _clearRunning(memberId);
        _move(memberId, currentWallet, running.newWallet);
    }

    // External functions: the route

    /// @inheritdoc IGenealogy
    function chooseRoute(bool bank) external {
        _choose(msg.sender, _callersMember(), bank);
    }

    /// @inheritdoc IGenealogy
    function chooseRouteFor(
        uint32 memberId,
        address wallet,
        bool bank,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        Account account = _accounts[wallet];
        if (!account.actsFor(memberId)) revert GenealogyNotTheWallet(memberId, wallet);
        if (block.timestamp > deadline) revert GenealogySignatureExpired(deadline);
        uint256 expected = account.routeNonce();
        if (nonce < expected) revert GenealogyNonceUsed(nonce);
        if (nonce > expected) revert GenealogyNonceSkipped(nonce, expected);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(CHOOSE_ROUTE_TYPEHASH, memberId, bank, nonce, deadline)));
        if (!Signatures.isSignedBy(wallet, digest, signature)) revert GenealogyBadRouteSignature(wallet);

        _choose(wallet, memberId, bank);
    }

    // View functions

    /// @inheritdoc IGenealogy
    function memberOf(address wallet) external view returns (uint32) {
        Account account = _accounts[wallet];
        return account.isFormer() ? 0 : account.memberId();
    }

    /// @inheritdoc IGenealogy
    function accountOf(address key) external view returns (uint32 memberId, uint64 settled, bool former, bool bankRoute) {
        Account account = _accounts[key];
        if (!_isReserved(key)) return (account.memberId(), account.settled(), account.isFormer(), account.isOnBankRoute());
        memberId = uint32(uint160(key));
        Node link = _links[memberId];
        if (!link.isPresent()) return (0, 0, false, false);
        return (memberId, account.settled(), link.hasWallet(), !link.hasWallet());
    }

    /// @inheritdoc IGenealogy
    function routeNonceOf(address wallet) external view returns (uint256) {
        return _accounts[wallet].routeNonce();
    }

    /// @inheritdoc IGenealogy
    function recoveryOf(uint32 memberId) external view returns (address recovery, address newWallet, uint64 readyAt) {
        _requireMember(memberId);
        Recovery memory found = _recoveries[memberId];
        return (found.recovery, found.newWallet, found.readyAt);
    }

    /// @inheritdoc IGenealogy
    function recoveryDelay() external pure returns (uint64) {
        return RECOVERY_DELAY;
    }

    // Internal functions

    /// @dev A wallet that was given up keeps its member's number, so it is never free again.
    function _requireFree(address wallet) internal view {
        if (_isReserved(wallet)) revert GenealogyReservedWallet(wallet);
        uint32 holder = _accounts[wallet].memberId();
        if (holder != 0) revert GenealogyWalletTaken(wallet, holder);
    }

    function _callersMember() private view returns (uint32 memberId) {
        Account account = _accounts[msg.sender];
        memberId = account.memberId();
        if (memberId == 0 || account.isFormer()) revert GenealogyNoMember(msg.sender);
    }

    function _checkNewWallet(uint32 memberId, address wallet, uint256 deadline, bytes calldata signature) private view {
        if (wallet == address(0)) revert GenealogyZeroWallet();
        if (block.timestamp > deadline) revert GenealogySignatureExpired(deadline);
        _requireFree(wallet);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(BIND_WALLET_TYPEHASH, memberId, wallet, deadline)));
        if (!Signatures.isSignedBy(wallet, digest, signature)) revert GenealogyBadWalletSignature(wallet);
    }

    /// @dev What was settled, the route and its number go along.
    function _move(uint32 memberId, address from, address to) private {
        _accounts[to] = _accounts[from];
        _accounts[from] = AccountWord.closed(memberId);

        emit WalletBound(_nextSeq(), memberId, to, from);
    }

    function _cancelRunning(uint32 memberId) private {
        if (_recoveries[memberId].readyAt == 0) return;
        _clearRunning(memberId);

        emit RecoveryCancelled(_nextSeq(), memberId);
    }

    function _clearRunning(uint32 memberId) private {
        _recoveries[memberId].readyAt = 0;
        _recoveries[memberId].newWallet = address(0);
    }

    function _choose(address wallet, uint32 memberId, bool bank) private {
        _accounts[wallet] = _accounts[wallet].withRoute(bank);

        emit RouteChosen(_nextSeq(), memberId, bank);
    }
}
