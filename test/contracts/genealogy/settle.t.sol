// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

contract GenealogySettleTest is UplineTest {
    function setUp() public {
        deploy(0);
        admit(1, 1);
        genealogy.register(1, 0, 0, address(0), 0);
    }

    function _settle(uint32 memberId, uint64 cumulative) private returns (address, uint64) {
        vm.prank(address(vault));
        return genealogy.settle(memberId, cumulative);
    }

    function test_RevertWhen_CallerIsNotTheVault() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotVault.selector, address(this)));
        genealogy.settle(2, 1);
    }

    function test_NotesNothingWithoutAWallet() public {
        (address wallet, uint64 previous) = _settle(3, 5);
        isTrue(wallet == address(0) && previous == 0, "answer");
        equal(genealogy.settledOf(3), 0, "settled");
    }

    function testFuzz_NeverFalls(uint64 first, uint64 second) public {
        _settle(2, first);
        (address wallet, uint64 previous) = _settle(2, second);
        equal(wallet, walletOf(1), "wallet");
        equal(previous, first, "previous");
        equal(genealogy.settledOf(2), first > second ? first : second, "settled");
        equal(genealogy.walletOf(2), walletOf(1), "the wallet beside it stays");
    }
}

contract GenealogySetRegistrarTest is UplineTest {
    function setUp() public {
        deploy(0);
    }

    function test_RevertWhen_CallerIsNotTheAdministrator() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        genealogy.setRegistrar(STRANGER);
    }

    function test_Replaces() public {
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.RegistrarChanged(3, STRANGER);
        genealogy.setRegistrar(STRANGER);
        equal(genealogy.registrar(), STRANGER, "registrar");
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotRegistrar.selector, address(this)));
        genealogy.register(1, 0, 0, walletOf(1), 0);
    }
}
