// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IPlanRegistry} from "../../../contracts/interfaces/IPlanRegistry.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {Entries} from "../support/Entries.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

contract VolumeLedgerClosePeriodTest is UplineTest {
    function setUp() public {
        deploy(0);
    }

    function _publish(uint32 capPpm, uint32 firstPeriod) private {
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, capPpm, firstPeriod, "");
    }

    function test_RevertWhen_CallerHasNoRole() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        ledger.closePeriod(0);
    }

    function test_RevertWhen_PeriodIsNotTheOpenOne() public {
        found();
        for (uint32 period = 0; period <= 2; period += 2) {
            vm.prank(SETTLER);
            vm.expectRevert(abi.encodeWithSelector(IVolumeLedger.VolumeLedgerUnexpectedPeriod.selector, period, uint32(1)));
            ledger.closePeriod(period);
        }
    }

    function test_RevertGiven_NoPlanGovernsTheNext() public {
        vm.prank(SETTLER);
        vm.expectRevert(abi.encodeWithSelector(IPlanRegistry.PlanRegistryNoPlan.selector, uint32(1)));
        ledger.closePeriod(0);
    }

    function test_TheFoundingPeriodAllowsNothing() public {
        admit(1, 1);
        _publish(CAP, 1);
        bytes32 inputHash = keccak256(abi.encode(uint32(0), uint32(2), uint64(0), bytes32(0), bytes32(0)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.PeriodClosed(1, 0, 2, 0, 0, 0, 0, 0, inputHash, 0);
        closePeriod(0);
        equal(ledger.currentPeriod(), 1, "open period");
    }

    function test_FreezesAndTells() public {
        found();
        admit(1, 1);
        bytes memory entries = Entries.short(1, 2, 100, 1_000, 1);
        record(entries);
        bytes32 chained = ledger.runningHash();
        bytes32 inputHash = keccak256(abi.encode(uint32(1), uint32(2), uint64(1), chained, keccak256(SPEC)));
        vm.expectEmit(true, true, true, true, address(ledger));
        emit IVolumeLedger.PeriodClosed(3, 1, 2, 1, 1_000, 400, 1, chained, inputHash, 0);
        closePeriod(1);

        admit(1, 2);
        record(Entries.short(1, 3, 100, 7, 2));
        IVolumeLedger.Period memory frozen = ledger.periodOf(1);
        isTrue(frozen.memberCount == 2 && frozen.entryCount == 1 && frozen.planVersion == 1, "counts");
        isTrue(frozen.cv == 1_000 && frozen.budget == 400, "sums");
        isTrue(frozen.runningHash == chained && frozen.inputHash == inputHash, "hashes");
        isTrue(ledger.currentPeriod() == 2 && ledger.currentCv() == 7, "the next period starts at zero");
    }

    function test_EveryPeriodHasItsOwnPlan() public {
        found();
        _publish(100_000, 2);
        sellAndClose(1_000);
        sellAndClose(1_000);
        IVolumeLedger.Period memory second = ledger.periodOf(2);
        equal(second.planVersion, 2, "plan");
        equalSigned(second.budget, 500, "400 + 100");
    }

    function testFuzz_BudgetIsTheSumOfSharesRoundedDown(uint40[4] memory amounts, bool[4] memory refunds, uint32 cap) public {
        cap = uint32(between(cap, 1, 1_000_000));
        _publish(cap, 1);
        closePeriod(0);
        int256 budget = 0;
        for (uint32 i = 0; i < 4; i++) {
            record(Entries.short(refunds[i] ? 3 : 1, 1, 0, amounts[i], i + 1));
            closePeriod(i + 1);
            uint256 product = uint256(amounts[i]) * cap;
            // Rounded down: what a refund takes off is rounded up.
            budget += refunds[i] ? -int256((product + 999_999) / 1_000_000) : int256(product / 1_000_000);
            equalSigned(ledger.periodOf(i + 1).budget, budget, "budget");
        }
    }

    function test_OpenBudgetIsTheBudgetIfThePeriodClosedNow() public {
        found();
        equalSigned(ledger.openBudget(), 0, "nothing sold");
        record(Entries.short(1, 1, 100, 1_000, 1));
        equalSigned(ledger.openBudget(), 400, "sold");
        sellAndClose(7);
        equalSigned(ledger.openBudget(), ledger.periodOf(1).budget, "closed");
        record(Entries.short(3, 1, 100, 1_001, 1));
        equalSigned(ledger.openBudget(), 402 - 401, "a refund takes its share off, rounded up");
    }

    function test_TermsOfTheOpenPeriodAreFetchedWhenItOpens() public {
        (uint32 cap, uint256 levels) = ledger.openTerms();
        isTrue(cap == 0 && levels == 0, "the founding period has none");
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, 300_000, 1, abi.encodePacked(uint32(100_000), uint32(50_000)));
        closePeriod(0);
        (cap, levels) = ledger.openTerms();
        isTrue(cap == 300_000 && levels == (uint256(50_000) << 20) + 100_000, "those of the plan");
        _publish(CAP, 2);
        (cap, ) = ledger.openTerms();
        equal(cap, 300_000, "a later plan changes nothing in the open period");
    }

    function test_RevertWhile_PeriodIsNotClosed() public {
        found();
        for (uint32 period = 1; period <= 2; period++) {
            bytes memory fault = abi.encodeWithSelector(IVolumeLedger.VolumeLedgerPeriodNotClosed.selector, period);
            vm.expectRevert(fault);
            ledger.periodOf(period);
            vm.expectRevert(fault);
            ledger.payoutTermsOf(period);
        }
    }

    function test_PayoutTermsAreThoseOfTheFrozenPeriod() public {
        found();
        record(Entries.short(1, 1, 100, 1_000, 1));
        closePeriod(1);
        (uint32 planVersion, int128 budget, bytes32 inputHash, uint64 instant) = ledger.payoutTermsOf(1);
        isTrue(planVersion == 1 && budget == 400 && instant == 0, "terms");
        equal(inputHash, ledger.periodOf(1).inputHash, "input hash");
    }
}
