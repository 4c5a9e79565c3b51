// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IPlanRegistry} from "../../../contracts/interfaces/IPlanRegistry.sol";
import {PlanRegistry} from "../../../contracts/plans/PlanRegistry.sol";
import {NewContracts} from "../support/NewContracts.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

contract PlanRegistryPublishTest is UplineTest {
    function setUp() public {
        deploy(0);
    }

    function _publish(uint32 capPpm, uint32 firstPeriod, bytes memory levels) private returns (uint32) {
        vm.prank(PLAN_ADMIN);
        return registry.publish(SPEC, capPpm, firstPeriod, levels);
    }

    function _expectRefusal(bytes memory fault, uint32 capPpm, uint32 firstPeriod, bytes memory levels) private {
        vm.prank(PLAN_ADMIN);
        vm.expectRevert(fault);
        registry.publish(SPEC, capPpm, firstPeriod, levels);
    }

    function test_RevertWhen_CallerHasNoRole() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        registry.publish(SPEC, CAP, 1, "");
    }

    function test_RevertWhen_TextIsEmpty() public {
        vm.prank(PLAN_ADMIN);
        vm.expectRevert(IPlanRegistry.PlanRegistryEmptySpec.selector);
        registry.publish("", CAP, 1, "");
    }

    function test_RevertWhen_CapIsNoShare() public {
        _expectRefusal(abi.encodeWithSelector(IPlanRegistry.PlanRegistryBadCap.selector, uint32(0)), 0, 1, "");
        _expectRefusal(abi.encodeWithSelector(IPlanRegistry.PlanRegistryBadCap.selector, uint32(1_000_001)), 1_000_001, 1, "");
        equal(_publish(1_000_000, 1, ""), 1, "all of it is a share");
    }

    function test_RevertWhen_FoundingPeriodIsNamed() public {
        bytes memory fault = abi.encodeWithSelector(IPlanRegistry.PlanRegistryNoticeTooShort.selector, uint32(0), uint32(1));
        _expectRefusal(fault, CAP, 0, "");
    }

    function test_RevertWhen_NoticeIsTooShort() public {
        found();
        bytes memory open = abi.encodeWithSelector(IPlanRegistry.PlanRegistryNoticeTooShort.selector, uint32(1), uint32(2));
        _expectRefusal(open, CAP, 1, "");
        equal(_publish(CAP, 2, ""), 2, "the next period");
    }

    function test_ALongerNoticeHoldsFromTheFirstSale() public {
        PlanRegistry patient = NewContracts.planRegistry(address(manager), ledger, 3);
        allow(address(patient), patient.publish.selector, 7, PLAN_ADMIN);
        vm.prank(PLAN_ADMIN);
        patient.publish(SPEC, CAP, 1, "");
        found();
        vm.prank(PLAN_ADMIN);
        vm.expectRevert(abi.encodeWithSelector(IPlanRegistry.PlanRegistryNoticeTooShort.selector, uint32(3), uint32(4)));
        patient.publish(SPEC, CAP, 3, "");
    }

    function test_RevertWhen_NoticeIsNone() public {
        vm.expectRevert(abi.encodeWithSelector(IPlanRegistry.PlanRegistryNoticeTooShort.selector, uint32(0), uint32(1)));
        NewContracts.planRegistry(address(manager), ledger, 0);
    }

    function test_RevertWhen_PeriodGoesBack() public {
        _publish(CAP, 5, "");
        bytes memory fault = abi.encodeWithSelector(IPlanRegistry.PlanRegistryPeriodGoesBack.selector, uint32(4), uint32(5));
        _expectRefusal(fault, CAP, 4, "");
        equal(_publish(CAP, 5, ""), 2, "the same period again");
    }

    function test_RevertWhen_InstantLevelsAreNotWhole() public {
        _expectRefusal(abi.encodeWithSelector(IPlanRegistry.PlanRegistryBadInstantLevels.selector, 3), CAP, 1, hex"000001");
        bytes memory eleven = new bytes(44);
        _expectRefusal(abi.encodeWithSelector(IPlanRegistry.PlanRegistryBadInstantLevels.selector, 44), CAP, 1, eleven);
    }

    function test_RevertWhen_InstantLevelsExceedTheCap() public {
        bytes memory fault = abi.encodeWithSelector(
            IPlanRegistry.PlanRegistryInstantLevelsOverCap.selector,
            uint256(CAP) + 1,
            CAP
        );
        _expectRefusal(fault, CAP, 1, abi.encodePacked(uint32(300_000), uint32(100_001)));
        equal(_publish(CAP, 1, abi.encodePacked(uint32(300_000), uint32(100_000))), 1, "just the cap");
    }

    function test_KeepsAndTells() public {
        bytes memory levels = abi.encodePacked(uint32(100_000));
        vm.expectEmit(true, true, true, true, address(registry));
        emit IPlanRegistry.PlanPublished(1, 1, keccak256(SPEC), 1, CAP, levels, SPEC);
        _publish(CAP, 1, levels);
        IPlanRegistry.Plan memory plan = registry.planOf(1);
        isTrue(plan.planHash == keccak256(SPEC) && plan.firstPeriod == 1 && plan.capPpm == CAP, "plan");
        isTrue(registry.versionCount() == 1 && registry.lastSeq() == 1, "counters");
    }

    function testFuzz_InstantLevelsArePackedFromTheFirst(uint32[10] memory rates, uint8 count) public {
        uint256 levels = count % 11;
        bytes memory given;
        uint256 packed = 0;
        for (uint256 i = 0; i < levels; i++) {
            uint32 rate = rates[i] % 100_001;
            given = abi.encodePacked(given, rate);
            packed += uint256(rate) * 2 ** (20 * i);
        }
        _publish(1_000_000, 1, given);
        equal(registry.instantLevelsOf(1), packed, "levels");
    }

    function test_OneLevelMayTakeEverything() public {
        _publish(1_000_000, 1, abi.encodePacked(uint32(0), uint32(1_000_000)));
        equal(registry.instantLevelsOf(1), uint256(1_000_000) << 20, "a million has twenty bits");
    }

    function test_RevertWhen_NoPlanGoverns() public {
        _publish(CAP, 2, "");
        vm.expectRevert(abi.encodeWithSelector(IPlanRegistry.PlanRegistryNoPlan.selector, uint32(1)));
        registry.versionFor(1);
    }

    function test_RevertWhen_VersionIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IPlanRegistry.PlanRegistryUnknownVersion.selector, uint32(0)));
        registry.planOf(0);
        vm.expectRevert(abi.encodeWithSelector(IPlanRegistry.PlanRegistryUnknownVersion.selector, uint32(1)));
        registry.planOf(1);
        vm.expectRevert(abi.encodeWithSelector(IPlanRegistry.PlanRegistryUnknownVersion.selector, uint32(1)));
        registry.instantLevelsOf(1);
    }

    /// hardhat-config: fuzz.runs = 300
    function testFuzz_TheLastThatStartsInTimeGoverns(uint8[12] memory steps, uint16 asked) public {
        uint32[12] memory firstPeriods;
        uint32 period = 1;
        for (uint256 i = 0; i < steps.length; i++) {
            period += steps[i] % 4;
            firstPeriods[i] = period;
            _publish(CAP, period, "");
        }
        uint32 wanted = uint32(between(asked, firstPeriods[0], period + 2));
        uint32 expected = 0;
        for (uint32 i = 0; i < 12; i++) if (firstPeriods[i] <= wanted) expected = i + 1;
        equal(registry.versionFor(wanted), expected, "version");
    }
}
