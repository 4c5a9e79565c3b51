// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/access/Roles.sol";
import {Checkout} from "../../../contracts/checkout/Checkout.sol";
import {ICheckout} from "../../../contracts/interfaces/ICheckout.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {NewContracts} from "../support/NewContracts.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @title FixedVault: stands where a vault stands, for tokens that the real one would refuse
contract FixedVault {
    address public immutable token;
    IVolumeLedger public immutable ledger;

    constructor(address token_, IVolumeLedger ledger_) {
        token = token_;
        ledger = ledger_;
    }
}

/// @title CheckoutTest: a deployment with Checkout, a line of members, and orders with their signatures
/// @dev Member n + 1 is person n; each is sponsored by the one before.
abstract contract CheckoutTest is UplineTest {
    uint256 internal constant QUOTER = 900;
    uint256 internal constant BUYER = 901;
    address internal constant TREASURY = address(0x7EA5000001);
    uint32 internal constant LINE = 13;
    uint40 internal constant CV = 100_000_000;
    uint256 internal constant AMOUNT = 130_000_000;
    uint256 internal constant DEADLINE = 2_000_000_000;

    Checkout internal checkout;

    /// @dev Ten levels of 1 to 10 per mille under a cap of 40 %.
    function tenLevels() internal pure returns (bytes memory levels) {
        for (uint32 level = 1; level <= 10; level++) levels = abi.encodePacked(levels, level * 1_000);
    }

    function openShop(bytes memory levels) internal {
        deploy(0);
        for (uint32 person = 1; person <= LINE; person++) admit(person, person);
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, CAP, 1, levels);
        closePeriod(0);
        checkout = newCheckout(IPayoutVault(address(vault)));
        ledger.setCheckout(address(checkout));
        token.mint(buyer(), 1_000_000 * AMOUNT);
        vm.prank(buyer());
        token.approve(address(checkout), type(uint256).max);
        vm.warp(1_900_000_000);
    }

    function newCheckout(IPayoutVault counter) internal returns (Checkout made) {
        made = NewContracts.checkout(address(manager), counter, walletOf(QUOTER), TREASURY);
        allow(address(made), made.refund.selector, Roles.RECORDER, RECORDER);
    }

    function buyer() internal pure returns (address) {
        return walletOf(BUYER);
    }

    /// @dev Makes every member of the line active in the open period by a purchase without volume. Uses sale number 1.
    function activateLine() internal {
        for (uint32 memberId = 2; memberId <= LINE + 1; memberId++) {
            ICheckout.Order memory order = orderOf(memberId, 1);
            order.orderRef = 1_000 + memberId;
            order.cv = 0;
            buy(order);
        }
    }

    /// @dev The last of the line buys.
    function orderOf(uint32 memberId, uint32 saleNumber) internal pure returns (ICheckout.Order memory) {
        return
            ICheckout.Order({
                orderRef: 7,
                memberId: memberId,
                kind: 1,
                customer: 0,
                saleNumber: saleNumber,
                buyer: buyer(),
                amount: AMOUNT,
                pv: 5_000,
                cv: CV,
                deadline: DEADLINE
            });
    }

    function buy(ICheckout.Order memory order) internal {
        bytes memory quote = quoteOf(order);
        vm.prank(order.buyer);
        checkout.pay(order, quote);
    }

    /// @dev The digest by the words of `ICheckout`, sharing no code with the contract.
    function digestOf(ICheckout.Order memory order) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Order(uint48 orderRef,uint32 memberId,uint8 kind,uint32 customer,uint32 saleNumber,address buyer,uint256 amount,"
            "uint32 pv,uint40 cv,uint256 deadline)"
        );
        bytes32 content = keccak256(abi.encode(typeHash, order));
        return keccak256(abi.encodePacked(hex"1901", domain("Upline Checkout", address(checkout)), content));
    }

    function quoteOf(ICheckout.Order memory order) internal view returns (bytes memory) {
        return signBy(QUOTER, digestOf(order));
    }

    function agreementOf(ICheckout.Order memory order) internal view returns (bytes memory) {
        return signBy(BUYER, digestOf(order));
    }

    function permitOf(uint256 value, uint256 nonce) internal view returns (ICheckout.Permit memory) {
        bytes32 typeHash = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 content = keccak256(abi.encode(typeHash, buyer(), address(checkout), value, nonce, DEADLINE));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), content));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf(BUYER), digest);
        return ICheckout.Permit({value: value, deadline: DEADLINE, v: v, r: r, s: s});
    }

    /// @param nonce the digest of the order that it pays
    function authorizationOf(uint256 value, bytes32 nonce) internal view returns (ICheckout.Authorization memory) {
        bytes32 typeHash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 content = keccak256(abi.encode(typeHash, buyer(), address(checkout), value, 0, DEADLINE, nonce));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), content));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf(BUYER), digest);
        return ICheckout.Authorization({validAfter: 0, validBefore: DEADLINE, v: v, r: r, s: s});
    }

    function creditOf(uint32 memberId) internal view returns (uint64 credit) {
        (credit, , , ) = genealogy.salesOf(memberId);
    }

    function expectRefusal(bytes memory fault, ICheckout.Order memory order) internal {
        bytes memory quote = quoteOf(order);
        vm.prank(order.buyer);
        vm.expectRevert(fault);
        checkout.pay(order, quote);
    }
}
