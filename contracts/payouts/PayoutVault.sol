// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {AcceptanceWord} from "./Acceptance.sol";
import {Books} from "./Books.sol";
import {Leaves} from "./Leaves.sol";
import {Payments} from "./Payments.sol";
import {RootReview} from "./RootReview.sol";
import {SumTree} from "./SumTree.sol";

/// @title PayoutVault
/// @notice What it promises is written in `IPayoutVault`.
contract PayoutVault is RootReview {
    using SafeERC20 for IERC20;
    using SumTree for bytes32;
    using AcceptanceWord for bytes12;
    using Leaves for bytes;
    using Arrays for uint256[];

    // Immutables

    /// @dev Leaves are counted in 32 bits, so no tree is higher.
    uint256 private constant WHOLE_HEIGHT = 32;
    /// @dev Bits of the bitmap in `acknowledgeBank`.
    uint256 private constant BANK_LEAVES = 256;
    /// @dev A recipient whom the token calls could burn all the gas of a batch. Twice what a first payment needs, for each.
    uint256 private constant PAYMENT_GAS = 80_000;

    // Constructor

    constructor(
        address manager,
        IERC20 token_,
        IGenealogy genealogy_,
        IVolumeLedger ledger_,
        uint64 reviewWindow_
    ) RootReview(manager, token_, genealogy_, ledger_, reviewWindow_) {}

    // External functions: payments

    /// @inheritdoc IPayoutVault
    function claim(
        bytes12 key,
        uint32 memberId,
        uint32 index,
        uint64 cumulative,
        address wallet,
        bytes32[] calldata proof
    ) external returns (uint64 amount) {
        Books books = _books;
        (bool fits, bytes32 root) = hashLeaf(memberId, cumulative).walk(index, key.leafCountOf(), WHOLE_HEIGHT, proof);
        if (!fits || !books.isSealedBy(root, key)) {
            _checkKey(key);
            revert PayoutVaultBadProof(memberId);
        }

        // State comes before the transfer; `genealogy` calls nobody. If the transfer fails, all of it is undone.
        uint256 previous = Payments.settleOne(genealogy, memberId, wallet, cumulative);
        if (cumulative <= previous) revert PayoutVaultNothingToClaim(memberId, uint64(previous));
        // Safety: it is lower.
        unchecked {
            amount = uint64(cumulative - previous);
        }
        books = books.paid(amount, 1, root.sumOf());
        _books = books;

        emit Claimed(books.seq(), memberId, wallet, amount, cumulative);

        if (!_token.trySafeTransfer(wallet, amount)) revert PayoutVaultTransferFailed(memberId);
    }

    /// @inheritdoc IPayoutVault
    function claimMany(bytes12 key, bytes32[] calldata cap, Claim[] calldata claims) external returns (uint256 amount) {
        (uint64 total, uint256 height) = _checkCap(key, cap);
        bytes memory leaves = Leaves.room(claims.length);
        address[] memory wallets = new address[](claims.length);
        for (uint256 i = 0; i < claims.length; i++) {
            Claim calldata one = claims[i];
            leaves.put(i, one.memberId, one.cumulative);
            (bool fits, bytes32 node) = hashLeaf(one.memberId, one.cumulative).walk(
                one.index,
                key.leafCountOf(),
                height,
                one.proof
            );
            if (fits && node == cap[one.index >> height]) wallets[i] = one.wallet;
            else emit ClaimSkipped(_nextSeq(), one.memberId, PayoutVaultBadProof.selector);
        }
        try this.payProved{gas: (claims.length + 1) * PAYMENT_GAS}(leaves, wallets, total) returns (uint256 paid) {
            return paid;
        } catch {
            return _payOneByOne(leaves, wallets, total);
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
        if (wallets.length * Leaves.BYTES != leaves.length) revert PayoutVaultBadSubtree(firstIndex, height);
        uint64 total = _checkSubtree(key, firstIndex, height, leaves, proof);
        bool paid;
        (paid, amount) = Payments.attempt(leaves, wallets, total, (wallets.length + 1) * PAYMENT_GAS);
        if (!paid) return _payOneByOne(leaves, wallets, total);
    }

    /// @inheritdoc IPayoutVault
    function payProved(bytes calldata leaves, address[] calldata wallets, uint64 total) external returns (uint256 amount) {
        if (msg.sender != address(this)) revert PayoutVaultNotItself(msg.sender);

        uint256[] memory amounts = Payments.settle(genealogy);
        // All state and all events come before the first transfer: whoever is called by the token finds everything noted.
        Books books = _books;
        uint256 first = books.seq();
        uint256 seq = first;
        // Safety: 2^40 events cannot be paid for, nor 2^192 amounts of 64 bits.
        unchecked {
            for (uint256 i = 0; i < wallets.length; i++) {
                (uint32 memberId, uint64 cumulative, address wallet) = Payments.read(leaves, wallets, i);
                uint256 increase = amounts.unsafeMemoryAccess(i);
                if (increase != 0) {
                    amount += increase;
                    emit Claimed(uint64(++seq), memberId, wallet, uint64(increase), cumulative);
                } else if (wallet != address(0)) {
                    emit ClaimSkipped(uint64(++seq), memberId, _whyNot(memberId, wallet, cumulative));
                }
            }
            _books = books.paid(amount, seq - first, total);
            for (uint256 i = 0; i < wallets.length; i++) {
                uint256 increase = amounts.unsafeMemoryAccess(i);
                if (increase == 0) continue;
                (uint32 memberId, , address wallet) = Payments.read(leaves, wallets, i);
                if (!_token.trySafeTransfer(wallet, increase)) revert PayoutVaultTransferFailed(memberId);
            }
        }
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
        if (keys.length * Leaves.BYTES != leaves.length || keys.length > BANK_LEAVES || chosen >> keys.length != 0) {
            revert PayoutVaultBadSubtree(firstIndex, height);
        }
        uint64 total = _checkSubtree(key, firstIndex, height, leaves, proof);
        for (uint256 i = 0; i < keys.length; i++) {
            if ((chosen >> i) & 1 == 0) continue;
            (uint32 memberId, uint64 cumulative) = leaves.read(i);
            amount += _acknowledge(memberId, keys[i], cumulative, total, registerHash);
        }
    }

    /// @inheritdoc IPayoutVault
    function withdrawCredit(uint32 memberId, address wallet) external returns (uint64 amount) {
        amount = genealogy.takeCredit(memberId, wallet);
        if (amount == 0) revert PayoutVaultNoCredit(memberId);
        _acceptance = _acceptance.withCreditPaid(amount);

        emit CreditWithdrawn(_nextSeq(), memberId, wallet, amount);

        if (!_token.trySafeTransfer(wallet, amount)) revert PayoutVaultTransferFailed(memberId);
    }

    // External functions: the company's money

    /// @inheritdoc IPayoutVault
    function fund(uint256 amount) external {
        uint256 before = _token.balanceOf(address(this));

        emit Funded(_nextSeq(), msg.sender, amount);

        _token.safeTransferFrom(msg.sender, address(this), amount);
        // A token that keeps a fee, or calls somebody who is paid meanwhile, would make the event say more than came in.
        if (_token.balanceOf(address(this)) != before + amount) revert PayoutVaultTransferFailed(0);
    }

    /// @inheritdoc IPayoutVault
    function withdrawSurplus(address to, uint256 amount) external restricted {
        uint256 available = surplus();
        if (amount > available) revert PayoutVaultOverSurplus(amount, available);

        emit SurplusWithdrawn(_nextSeq(), to, amount);

        _token.safeTransfer(to, amount);
    }

    // View functions

    /// @inheritdoc IPayoutVault
    function hashLeaf(uint32 memberId, uint64 cumulative) public view returns (bytes32) {
        return Leaves.hash(address(this), address(_token), memberId, cumulative);
    }

    // Internal functions

    /// @dev After paying all at once failed: so that the one whose payment fails undoes no other's.
    function _payOneByOne(bytes memory leaves, address[] memory wallets, uint64 total) private returns (uint256 amount) {
        for (uint256 i = 0; i < wallets.length; i++) {
            if (wallets[i] != address(0)) amount += _payOne(leaves, wallets, i, total);
        }
    }

    function _payOne(bytes memory leaves, address[] memory wallets, uint256 i, uint64 total) private returns (uint256 amount) {
        bytes memory leaf = leaves.single(i);
        address[] memory wallet = new address[](1);
        wallet[0] = wallets[i];
        try this.payProved{gas: 2 * PAYMENT_GAS}(leaf, wallet, total) returns (uint256 paid) {
            amount = paid;
        } catch (bytes memory fault) {
            emit ClaimSkipped(_nextSeq(), uint32(bytes4(leaf)), bytes4(fault));
        }
    }

    /// @dev Asks again what settling in bulk did not say: the selector of the error that the member would get alone.
    function _whyNot(uint32 memberId, address wallet, uint64 cumulative) private returns (bytes4 reason) {
        try genealogy.settle(memberId, wallet, cumulative) returns (uint64) {
            return PayoutVaultNothingToClaim.selector;
        } catch (bytes memory fault) {
            return bytes4(fault);
        }
    }

    function _acknowledge(
        uint32 memberId,
        address accountKey,
        uint64 cumulative,
        uint64 total,
        bytes32 registerHash
    ) private returns (uint64 amount) {
        bytes4 reason = PayoutVaultNothingToClaim.selector;
        try genealogy.settleBank(memberId, accountKey, cumulative) returns (uint64 previous) {
            if (cumulative > previous) {
                amount = cumulative - previous;
                Books books = _books.paid(amount, 1, total);
                _books = books;
                emit BankAcknowledged(books.seq(), memberId, registerHash, amount, cumulative);
                return amount;
            }
        } catch (bytes memory fault) {
            reason = bytes4(fault);
        }
        emit ClaimSkipped(_nextSeq(), memberId, reason);
    }

    /// @return total of the root in force
    /// @return height the level of the tree that the cap is
    function _checkCap(bytes12 key, bytes32[] calldata cap) private view returns (uint64 total, uint256 height) {
        uint256 width = key.leafCountOf();
        for (; width > cap.length && width > 1; height++) width = (width + 1) >> 1;
        bool fits = width == cap.length && width != 0;
        bytes32 root;
        if (fits) (fits, root) = SumTree.fold(cap);
        if (!fits || !_books.isSealedBy(root, key)) {
            _checkKey(key);
            revert PayoutVaultBadCap();
        }
        total = root.sumOf();
    }

    /// @return total of the root in force
    function _checkSubtree(
        bytes12 key,
        uint256 firstIndex,
        uint8 height,
        bytes calldata leaves,
        bytes32[] calldata proof
    ) private view returns (uint64 total) {
        uint256 leafCount = key.leafCountOf();
        uint256 size = 1 << height;
        bool fits =
            firstIndex < leafCount &&
                firstIndex & (size - 1) == 0 &&
                leaves.length == Leaves.BYTES * Math.min(size, leafCount - firstIndex);
        bytes32 root;
        if (fits) (fits, root) = SumTree.fold(Leaves.hashAll(address(this), address(_token), leaves));
        if (fits) (fits, root) = root.walk(firstIndex >> height, (leafCount + size - 1) >> height, WHOLE_HEIGHT, proof);
        if (!fits || !_books.isSealedBy(root, key)) {
            _checkKey(key);
            revert PayoutVaultBadSubtree(uint32(firstIndex), height);
        }
        return root.sumOf();
    }

    function _checkKey(bytes12 key) private view {
        bytes12 acceptedKey = _acceptance.key();
        if (key != acceptedKey) revert PayoutVaultStaleRoot(key, acceptedKey);
    }
}
