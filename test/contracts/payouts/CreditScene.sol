// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutScene} from "./PayoutTest.sol";

/// @title CreditScene: period 1 is open under a plan with two instant levels (10 % and 5 %); members 2 to 6 stand in one line and
/// are active. The scene itself is the checkout.
abstract contract CreditScene is PayoutScene {
    uint48 private _orderRef;
    mapping(uint32 memberId => uint32 number) private _saleNumbers;

    function setTheCreditScene() internal {
        deploy(0);
        _openTheLine();
    }

    function setTheCreditSceneWith(address tokenAddress) internal {
        deployWith(0, tokenAddress);
        _openTheLine();
    }

    function _openTheLine() private {
        for (uint32 person = 2; person <= MEMBERS; person++) admit(person - 1, person);
        ledger.setCheckout(address(this));
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, CAP, 1, abi.encodePacked(uint32(100_000), uint32(50_000)));
        closePeriod(0);
        // A purchase over nothing makes active and credits nothing.
        for (uint32 memberId = 2; memberId <= MEMBERS; memberId++) _sell(1, memberId, 0);
    }

    /// @dev A customer sale of `memberId` over `cv`.
    function sale(uint32 memberId, uint40 cv) internal returns (uint64 share) {
        return _sell(2, memberId, cv);
    }

    /// @dev An own purchase: it makes active until the end of the next period.
    function purchase(uint32 memberId, uint40 cv) internal returns (uint64 share) {
        return _sell(1, memberId, cv);
    }

    function ledgerCloses(uint32 period) internal {
        closePeriod(period);
    }

    /// @dev Makes a proposal of 600 for members 2 to 4 that nobody has sent yet.
    function payAmountsNothingFunded() internal {
        owed = three(100, 200, 300);
        leaves = treeOf(owed);
        root = TreeBuilder.root(leaves);
        proposed = proposalOf(1, root, 3);
    }

    function _sell(uint8 kind, uint32 memberId, uint40 cv) private returns (uint64) {
        _orderRef += 1;
        _saleNumbers[memberId] += 1;
        return ledger.recordSale(IVolumeLedger.Sale(_orderRef, memberId, kind, 0, _saleNumbers[memberId], cv, 0, cv));
    }
}
