// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICheckout} from "../interfaces/ICheckout.sol";
import {IPayoutVault} from "../interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";
import {Signatures} from "../signatures/Signatures.sol";
import {Sales} from "./Sales.sol";

/// @title Checkout
/// @notice What it promises is written in `ICheckout`.
contract Checkout is ICheckout, AccessManaged, EIP712 {
    using SafeERC20 for IERC20;

    // Immutables

    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "Order(uint48 orderRef,uint32 memberId,uint8 kind,uint32 customer,uint32 saleNumber,address buyer,uint256 amount,"
        "uint32 pv,uint40 cv,uint256 deadline)"
    );
    /// @dev From a kind of sale to the kind of its refund.
    uint8 private constant REFUND_OF = 2;

    IERC20 private immutable _token;
    /// @inheritdoc ICheckout
    IPayoutVault public immutable vault;
    /// @inheritdoc ICheckout
    IVolumeLedger public immutable ledger;

    // Storage

    /// @inheritdoc ICheckout
    address public quoter;
    /// @inheritdoc ICheckout
    uint64 public lastSeq;
    /// @inheritdoc ICheckout
    address public treasury;
    /// @inheritdoc ICheckout
    mapping(address account => bool was) public wasQuoter;
    /// @dev A bit an order, 256 orders a word.
    mapping(uint256 orderRefs => uint256 bits) private _refunded;
    bool private transient _entered;

    // Modifiers

    /// @dev A token that calls back would come back here before the money has moved.
    modifier alone() {
        if (_entered) revert CheckoutReentered();
        _entered = true;
        _;
        _entered = false;
    }

    // Constructor

    constructor(
        address manager,
        IPayoutVault vault_,
        address quoter_,
        address treasury_
    ) AccessManaged(manager) EIP712("Upline Checkout", "1") {
        vault = vault_;
        ledger = vault_.ledger();
        _token = IERC20(vault_.token());
        _setQuoter(quoter_);
        _setTreasury(treasury_);
    }

    // External functions: paying

    /// @inheritdoc ICheckout
    function pay(Order calldata order, bytes calldata quoteSignature) external alone {
        if (msg.sender != order.buyer) revert CheckoutNotBuyer(msg.sender, order.buyer);
        _checkQuote(order, hashOrder(order), quoteSignature);
        _sell(order);
        _collect(order.buyer, order.amount);
    }

    /// @inheritdoc ICheckout
    function payFor(Order calldata order, bytes calldata quoteSignature, bytes calldata buyerSignature) external alone {
        bytes32 digest = hashOrder(order);
        _checkQuote(order, digest, quoteSignature);
        _checkBuyer(order.buyer, digest, buyerSignature);
        _sell(order);
        _collect(order.buyer, order.amount);
    }

    /// @inheritdoc ICheckout
    function payMany(PaidOrder[] calldata orders) external returns (uint256 paid) {
        for (uint256 i = 0; i < orders.length; i++) {
            PaidOrder calldata one = orders[i];
            // A call of its own for each, so that one failure undoes one order and names itself.
            try this.payFor(one.order, one.quoteSignature, one.buyerSignature) {
                paid++;
            } catch (bytes memory fault) {
                emit OrderSkipped(++lastSeq, one.order.orderRef, one.order.buyer, bytes4(fault));
            }
        }
    }

    /// @inheritdoc ICheckout
    function payWithPermit(
        Order calldata order,
        bytes calldata quoteSignature,
        bytes calldata buyerSignature,
        Permit calldata permit
    ) external alone {
        bytes32 digest = hashOrder(order);
        _checkQuote(order, digest, quoteSignature);
        // A permit says nothing about the order: the buyer agrees to that by sending it or by signing it.
        if (msg.sender != order.buyer) _checkBuyer(order.buyer, digest, buyerSignature);
        // Whoever saw the permit can use it first; then the allowance is there.
        if (!_permitted(order.buyer, permit) && _token.allowance(order.buyer, address(this)) < order.amount) {
            revert CheckoutPermitRefused(order.buyer);
        }
        _sell(order);
        _collect(order.buyer, order.amount);
    }

    /// @inheritdoc ICheckout
    function payWithAuthorization(
        Order calldata order,
        bytes calldata quoteSignature,
        Authorization calldata authorization
    ) external alone {
        bytes32 digest = hashOrder(order);
        _checkQuote(order, digest, quoteSignature);
        _sell(order);
        uint256 before = _token.balanceOf(address(this));
        if (!_authorized(order, digest, authorization) || _token.balanceOf(address(this)) != before + order.amount) {
            revert CheckoutPaymentFailed(order.buyer, address(this), order.amount);
        }
        _collect(address(this), order.amount);
    }

    // External functions: giving back

    /// @inheritdoc ICheckout
    function refund(
        Order calldata order,
        address quotedBy,
        bytes calldata quoteSignature,
        Refund calldata back
    ) external restricted alone {
        if (!wasQuoter[quotedBy] || !Signatures.isSignedBy(quotedBy, hashOrder(order), quoteSignature)) {
            revert CheckoutBadQuoteSignature(quotedBy);
        }
        if (back.amount > order.amount || back.pv > order.pv || back.cv > order.cv) {
            revert CheckoutRefundOverOrder(order.orderRef);
        }
        if (isRefunded(order.orderRef)) revert CheckoutAlreadyRefunded(order.orderRef);
        _refunded[order.orderRef >> 8] |= 1 << (order.orderRef & 0xff);

        emit OrderRefunded(++lastSeq, order.orderRef, order.buyer, back.amount);

        ledger.recordRefund(order.kind + REFUND_OF, order.memberId, back.pv, back.cv, order.orderRef, order.customer);
        if (back.amount != 0) _move(treasury, order.buyer, back.amount);
    }

    // External functions: administration

    /// @inheritdoc ICheckout
    function setQuoter(address newQuoter) external restricted {
        _setQuoter(newQuoter);
    }

    /// @inheritdoc ICheckout
    function setTreasury(address newTreasury) external restricted {
        _setTreasury(newTreasury);
    }

    // View functions

    /// @inheritdoc ICheckout
    function token() external view returns (address) {
        return address(_token);
    }

    /// @inheritdoc ICheckout
    function hashOrder(Order calldata order) public view returns (bytes32) {
        bytes32 typeHash = ORDER_TYPEHASH;
        bytes32 content;
        // The order lies in calldata as EIP-712 encodes it. Every field is read elsewhere as what it is, and refused if it is not.
        assembly ("memory-safe") {
            let place := mload(0x40)
            mstore(place, typeHash)
            calldatacopy(add(place, 0x20), order, 0x140)
            content := keccak256(place, 0x160)
        }
        return _hashTypedDataV4(content);
    }

    /// @inheritdoc ICheckout
    function isRefunded(uint48 orderRef) public view returns (bool) {
        return (_refunded[orderRef >> 8] >> (orderRef & 0xff)) & 1 == 1;
    }

    // Internal functions

    function _checkQuote(Order calldata order, bytes32 digest, bytes calldata signature) private view {
        if (block.timestamp > order.deadline) revert CheckoutQuoteExpired(order.deadline);
        address by = quoter;
        if (!Signatures.isSignedBy(by, digest, signature)) revert CheckoutBadQuoteSignature(by);
    }

    function _checkBuyer(address buyer, bytes32 digest, bytes calldata signature) private view {
        if (!Signatures.isSignedBy(buyer, digest, signature)) revert CheckoutBadBuyerSignature(buyer);
    }

    function _permitted(address buyer, Permit calldata given) private returns (bool) {
        IERC20Permit permitToken = IERC20Permit(address(_token));
        try permitToken.permit(buyer, address(this), given.value, given.deadline, given.v, given.r, given.s) {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev The buyer's signature covers the nonce, and the nonce is the order: it cannot pay for another one.
    function _authorized(Order calldata order, bytes32 digest, Authorization calldata given) private returns (bool) {
        try
            IERC3009(address(_token)).receiveWithAuthorization(
                order.buyer,
                address(this),
                order.amount,
                given.validAfter,
                given.validBefore,
                digest,
                given.v,
                given.r,
                given.s
            )
        {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev Records the sale, which uses its number up. Comes before the money moves; if that fails, all of it is undone.
    function _sell(Order calldata order) private {
        uint256 share = Sales.record(ledger, order);
        if (order.amount < share) revert CheckoutAmountBelowShare(order.amount, share);
    }

    /// @dev Brings the price to the vault: what the plan may not pay out of it is surplus there at once.
    function _collect(address from, uint256 amount) private {
        if (amount == 0) return;
        address to = address(vault);
        uint256 before = Sales.balanceOf(address(_token), to);
        _move(from, to, amount);
        // What the vault owes counts on every unit: a token that keeps a fee is refused.
        if (Sales.balanceOf(address(_token), to) != before + amount) revert CheckoutPaymentFailed(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        bool moved = from == address(this) ? _token.trySafeTransfer(to, amount) : _token.trySafeTransferFrom(from, to, amount);
        if (!moved) revert CheckoutPaymentFailed(from, to, amount);
    }

    function _setQuoter(address newQuoter) private {
        if (newQuoter == address(0)) revert CheckoutZeroAddress();
        quoter = newQuoter;
        wasQuoter[newQuoter] = true;
        emit QuoterChanged(++lastSeq, newQuoter);
    }

    function _setTreasury(address newTreasury) private {
        if (newTreasury == address(0)) revert CheckoutZeroAddress();
        treasury = newTreasury;
        emit TreasuryChanged(++lastSeq, newTreasury);
    }
}
