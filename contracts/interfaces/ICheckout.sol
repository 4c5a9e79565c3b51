// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPayoutVault} from "./IPayoutVault.sol";
import {IVolumeLedger} from "./IVolumeLedger.sol";

/// @title Checkout: an order is paid, funded, credited and recorded in one transaction
/// @notice The company quotes an order by signature; the buyer agrees by sending it, by signing the same words, or by an
/// authorization that names it. The price goes into the vault, the sale into the ledger, and the instant levels of the plan are
/// credited to the uplines: all of it or nothing. The vault holds back the share that the plan may pay out; what the price has
/// beyond it is surplus there at once, which the treasurer takes out.
/// @dev EIP-712 domain: name "Upline Checkout", version "1", chain and address of this contract; type `Order` with the members
/// below in their order. Quoter and buyer sign the same digest (`hashOrder`).
/// An order is paid once because its `saleNumber` is used up in `Genealogy`: per member, each number once, and none that lies 32 or
/// more behind the highest. The office gives a new quote for an unpaid order the same number.
/// A payment has no event of its own here: `IVolumeLedger.SaleRecorded` says what was sold and what was paid for it. What this
/// contract keeps follows from the events below, whose `seq` is gapless from 1.
/// The token must move exactly what it is asked to move; a payment of which the vault gets another amount is undone.
interface ICheckout {
    /// @param orderRef the office's number of the order, from 1
    /// @param memberId the buyer of an own purchase (kind 1), the seller of a customer sale (kind 2)
    /// @param customer a number without a person behind it, for kind 2
    /// @param saleNumber the member's next number, from 1
    /// @param buyer whose tokens pay
    /// @param amount what is paid, in token units
    /// @param pv in hundredths of a point  @param cv commissionable volume in payout units
    /// @param deadline last second in which it can be paid
    struct Order {
        uint48 orderRef;
        uint32 memberId;
        uint8 kind;
        uint32 customer;
        uint32 saleNumber;
        address buyer;
        uint256 amount;
        uint32 pv;
        uint40 cv;
        uint256 deadline;
    }

    /// @dev An order with both signatures, for a relayer who carries many.
    struct PaidOrder {
        Order order;
        bytes quoteSignature;
        bytes buyerSignature;
    }

    /// @dev EIP-2612: the buyer allows this contract `value`. One that was used by somebody else first does not matter.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @dev ERC-3009 `receiveWithAuthorization` to this contract over the order's amount, with `hashOrder(order)` as nonce.
    struct Authorization {
        uint256 validAfter;
        uint256 validBefore;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @dev What is given back of an order: at most what it was.
    struct Refund {
        uint256 amount;
        uint32 pv;
        uint40 cv;
    }

    /// @notice Orders quoted by `quoter` can be paid from now on, and no others.
    event QuoterChanged(uint64 indexed seq, address indexed quoter);
    /// @notice Refunds come from what `treasury` allows from now on.
    event TreasuryChanged(uint64 indexed seq, address indexed treasury);
    /// @notice One order of a batch was passed over; the others were paid. `reason` is the selector of the error it would have got.
    event OrderSkipped(uint64 indexed seq, uint48 indexed orderRef, address indexed buyer, bytes4 reason);
    event OrderRefunded(uint64 indexed seq, uint48 indexed orderRef, address indexed buyer, uint256 amount);

    error CheckoutZeroAddress();
    error CheckoutNotBuyer(address caller, address buyer);
    error CheckoutQuoteExpired(uint256 deadline);
    /// @notice The company did not quote this order, or quoted it with a key that was replaced.
    error CheckoutBadQuoteSignature(address quoter);
    error CheckoutBadBuyerSignature(address buyer);
    /// @notice The permit is wrong, late or used up, and what the buyer allowed before is not enough either.
    error CheckoutPermitRefused(address buyer);
    /// @notice The price does not cover what the plan may pay out on it.
    error CheckoutAmountBelowShare(uint256 amount, uint256 share);
    /// @notice The token did not move the money (allowance, balance, a block list), or moved another amount.
    error CheckoutPaymentFailed(address from, address to, uint256 amount);
    error CheckoutAlreadyRefunded(uint48 orderRef);
    error CheckoutRefundOverOrder(uint48 orderRef);
    error CheckoutReentered();

    /// @notice The buyer pays from a standing approval to this contract.
    function pay(Order calldata order, bytes calldata quoteSignature) external;

    /// @notice Anybody brings an order that its buyer signed; the money comes from the buyer's standing approval.
    function payFor(Order calldata order, bytes calldata quoteSignature, bytes calldata buyerSignature) external;

    /// @notice Pays many as `payFor` does; one that cannot be paid is passed over with `OrderSkipped`.
    /// @return paid how many were paid
    function payMany(PaidOrder[] calldata orders) external returns (uint256 paid);

    /// @notice As `payFor`, after an EIP-2612 permit. `buyerSignature` may be empty when the buyer sends it.
    function payWithPermit(
        Order calldata order,
        bytes calldata quoteSignature,
        bytes calldata buyerSignature,
        Permit calldata permit
    ) external;

    /// @notice Anybody brings an order with an ERC-3009 authorization whose nonce is the order's digest.
    function payWithAuthorization(
        Order calldata order,
        bytes calldata quoteSignature,
        Authorization calldata authorization
    ) external;

    /// @notice Gives an order back, whole or in part and once: tokens from the treasury's approval to the buyer, and the refund
    /// into the ledger. By a recorder, who answers for it that the order was paid.
    /// @param quotedBy who quoted the order, the present quoter or an earlier one
    function refund(Order calldata order, address quotedBy, bytes calldata quoteSignature, Refund calldata back) external;

    /// @notice Replaces who quotes. Quotes of the former one can no longer be paid, but still be refunded.
    function setQuoter(address newQuoter) external;
    function setTreasury(address newTreasury) external;

    function hashOrder(Order calldata order) external view returns (bytes32);
    function isRefunded(uint48 orderRef) external view returns (bool);
    function quoter() external view returns (address);
    /// @notice Whether `account` is or was the quoter.
    function wasQuoter(address account) external view returns (bool);
    function treasury() external view returns (address);
    function token() external view returns (address);
    function vault() external view returns (IPayoutVault);
    function ledger() external view returns (IVolumeLedger);
    /// @notice Number of the last event.
    function lastSeq() external view returns (uint64);
}
